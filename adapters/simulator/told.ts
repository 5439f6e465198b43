import type { Report } from "#workflows/commands"
import type { DeviceRefused } from "./device-api.ts"

/** Something that a virtual device did, and what the service said to it. */
export interface Told {
  readonly device: string
  /** Completes the sentence "The device ...". */
  readonly says: string
  readonly refusal: DeviceRefused | null
  /** One of the many reports of an item that is on its way or there. */
  readonly isRoutine: boolean
}

/** What the reports are that say it all by their name. */
const SAYS: { readonly [report in Report["report"]]?: string } = {
  network: "connects to a network",
  answers: "has its setup questions answered",
  join: "joins the directory",
  "domain-controller": "looks for a domain controller",
  enrol: "enrols in Intune",
  terms: "has its terms of use answered",
  restart: "restarts",
  reseal: "is sealed for its user",
  retry: 'is told to "try again"',
  continue: 'is told to "continue anyway"',
  "collect-logs": "collects its logs",
  reset: "is reset",
}

const PHASES = {
  devicePreparation: "device preparation",
  deviceSetup: "device setup",
  accountSetup: "account setup",
} as const

const STATES = {
  notInstalled: "is not installed",
  inProgress: "is being installed",
  completed: "is there",
  failed: "failed",
  notRequired: "is not required",
} as const

const DOMAIN_JOIN = {
  waiting: "waits for its join to the on-premises domain",
  processed: "gets its join to the on-premises domain",
  timedOut: "waited in vain for its join to the on-premises domain",
} as const

const RESET = {
  started: "is reset by Windows Autopilot Reset: its enrolment stays",
  completed: "is ready for its next user",
  failed: "could not be made ready for its next user",
} as const

/** What a report is, in words that complete "The device ...". */
export const saysOf = (report: Report): string => {
  switch (report.report) {
    case "sign-in":
      return `has ${report.userPrincipalName} at its sign-in page`
    case "attestation":
      return report.code === undefined ? "has its TPM attested" : `cannot attest its TPM (${report.code})`
    case "domain-join":
      return DOMAIN_JOIN[report.state]
    case "autopilot-reset":
      return `${RESET[report.state]}${report.code === undefined ? "" : ` (${report.code})`}`
    case "esp-phase":
      return `begins ${PHASES[report.phase]} with ${report.targeted.length} things to set up`
    case "esp-item":
      return `reports that "${report.item}" ${STATES[report.state]}${report.code === null ? "" : ` (${report.code})`}${report.rebootRequired === undefined ? "" : `, and asks for a ${report.rebootRequired} restart`}`
    default:
      return SAYS[report.report] ?? `reports "${report.report}"`
  }
}
