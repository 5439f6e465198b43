import type { EnrollmentStatus, ProfileSettings } from "./settings.ts"

/** Windows gives a hybrid join 40 minutes more (Microsoft Learn, Enrollment Status Page). */
const HYBRID_EXTRA = 40 * 60_000

/** How long a phase of the page may take where its state does not say: milliseconds; 0 where no profile says it. */
export const espTimeoutOf = (settings: ProfileSettings | null): number => {
  if (settings === null) return 0
  const extra = settings.device.join === "hybrid" ? HYBRID_EXTRA : 0
  return settings.enrollmentStatus.timeoutMillis + extra
}

/** The settings of a profile with the page that was chosen in place of its own section; null for its own. */
export const withPage = <Settings extends ProfileSettings | null>(
  settings: Settings,
  page: EnrollmentStatus | null,
): Settings => (settings === null || page === null ? settings : { ...settings, enrollmentStatus: page })
