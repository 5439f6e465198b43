import type { Finding } from "#workflows/language"
import { courseText } from "../rehearsal/course-text.ts"
import type { CheckReport } from "./report.ts"

/** The findings of a report for printers that know no courses: each tells in its message how it comes to that. */
export const toldFindings = ({ findings }: CheckReport): ReadonlyArray<Finding> =>
  findings.map(({ course, ...finding }) =>
    course === null
      ? finding
      : { ...finding, message: `${finding.message}\nIt comes to this by:\n${courseText(course).trimEnd()}` },
  )
