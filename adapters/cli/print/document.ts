/** What people call a kind of document, as a sentence begins with it. */
export const documentCalled = (kind: string): string =>
  kind === "EnrollmentStatusPage" ? "Enrollment Status Page" : "Profile"
