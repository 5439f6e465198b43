import type { Finding } from "../finding.ts"

/** Findings for programs: a JSON array of {@link Finding}, one line each. */
export const json = (findings: ReadonlyArray<Finding>): string =>
  findings.length === 0
    ? "[]\n"
    : `[\n${findings.map((finding) => `  ${JSON.stringify(finding)}`).join(",\n")}\n]\n`
