import type { Finding } from "../finding.ts"

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

/** Columns are only taken where a finding stands on one line. */
const placeOf = ({ column, endColumn, endLine, file, line }: Finding): string =>
  [
    `file=${property(file)}`,
    `line=${line}`,
    `endLine=${endLine}`,
    ...(line === endLine ? [`col=${column}`, `endColumn=${endColumn}`] : []),
  ].join(",")

/**
 * Findings as workflow commands, one line each, which GitHub shows beside the lines of a change.
 * Source: GitHub Docs, Workflow commands for GitHub Actions.
 */
export const github = (findings: ReadonlyArray<Finding>): string =>
  findings
    .map(
      (finding) =>
        `::${finding.severity} ${placeOf(finding)},title=${property(finding.code)}::${data(`${finding.message} See ${finding.help}`)}\n`,
    )
    .join("")
