import type { EspCategory, EspPhase } from "#domain/deployment"
import type { PlanStep, Role } from "./plan.ts"

interface Item {
  readonly category: EspCategory
  readonly item: string
}

/** What is targeted at a virtual device, by phase: something of every category. */
const TARGETED: { readonly [phase in EspPhase]: ReadonlyArray<Item> } = {
  devicePreparation: [
    { category: "securityPolicies", item: "enrollment-baseline" },
    { category: "certificates", item: "mdm-client" },
    { category: "networkConnections", item: "management-channel" },
    { category: "applications", item: "management-extension" },
  ],
  deviceSetup: [
    { category: "securityPolicies", item: "security-baseline" },
    { category: "certificates", item: "wifi-root" },
    { category: "networkConnections", item: "corp-wifi" },
    { category: "applications", item: "company-portal" },
    { category: "applications", item: "m365-apps" },
  ],
  accountSetup: [
    { category: "securityPolicies", item: "user-baseline" },
    { category: "certificates", item: "user-certificate" },
    { category: "networkConnections", item: "user-vpn" },
    { category: "applications", item: "teams" },
  ],
}

/** The installer succeeded, but the detection rule did not find the app. Source: Intune, Win32 app troubleshooting. */
const NOT_DETECTED = "0x87D1041C"

/** A report as a step. */
export const report = (one: Extract<PlanStep, { readonly do: "report" }>["report"]): PlanStep => ({
  do: "report",
  report: one,
})

const start = (phase: EspPhase): PlanStep => report({ report: "esp-phase", phase, targeted: TARGETED[phase] })

const item = (
  phase: EspPhase,
  of: Item,
  state: "inProgress" | "completed" | "failed",
  code: string | null = null,
): PlanStep => report({ report: "esp-item", phase, ...of, state, code })

const isApp = ({ category }: Item): boolean => category === "applications"

/** Apps take their time; the rest is there or not. */
const install = (phase: EspPhase, of: Item): ReadonlyArray<PlanStep> =>
  isApp(of) ? [item(phase, of, "inProgress"), item(phase, of, "completed")] : [item(phase, of, "completed")]

/** A phase of the page in which everything is installed. */
export const phase = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].flatMap((of) => install(name, of)),
]

/** The phase up to its last app, which stays in progress. */
export const phaseThatHangs = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].slice(0, -1).flatMap((of) => install(name, of)),
  ...TARGETED[name].slice(-1).map((of) => item(name, of, "inProgress")),
]

/** The phase up to its last app, which fails. */
export const phaseThatFails = (name: EspPhase): ReadonlyArray<PlanStep> => [
  ...phaseThatHangs(name),
  ...TARGETED[name].slice(-1).map((of) => item(name, of, "failed", NOT_DETECTED)),
]

/** The phase with an app that asks for a restart when it is installed, and the last one, which asks as well. */
export const phaseThatRestarts = (
  name: EspPhase,
  rebootRequired: "soft" | "hard",
): ReadonlyArray<PlanStep> => {
  const asking = (of: Item): ReadonlyArray<PlanStep> => [
    item(name, of, "inProgress"),
    report({ report: "esp-item", phase: name, ...of, state: "completed", code: null, rebootRequired }),
  ]
  const restart = report({ report: "restart" })
  return [
    start(name),
    ...TARGETED[name].flatMap((of) => {
      if (!isApp(of)) return install(name, of)
      // One restart does for all that ask softly; a hard one is made before the next app is begun.
      return rebootRequired === "hard" ? [...asking(of), restart] : asking(of)
    }),
    ...(rebootRequired === "soft" ? [restart] : []),
  ]
}

/** The phase anew after its last app failed or the device restarted: what was there stays there. */
export const phaseAgain = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].slice(-1).flatMap((of) => install(name, of)),
]

/** The phase begun anew after a restart, its last app still in progress. */
export const phaseGoesOn = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].slice(-1).map((of) => item(name, of, "completed")),
]

export const NETWORK = report({ report: "network", medium: "wifi" })
export const CABLE = report({ report: "network", medium: "ethernet" })
export const ANSWERS = report({ report: "answers", answers: { region: "GB", keyboard: "en-GB" } })
export const TERMS = report({ report: "terms", accepted: true })
export const JOIN = report({ report: "join" })
export const ENROL = report({ report: "enrol" })
const ATTEST = report({ report: "attestation" })
export const LOGS = report({ report: "collect-logs" })

/** A sign-in as a step. */
export const signIn = (as: Role): PlanStep => ({ do: "sign in", as })

/** The way of a user from the network to the enrolment. */
export const toEnrolment = (as: Role): ReadonlyArray<PlanStep> => [
  NETWORK,
  ANSWERS,
  signIn(as),
  TERMS,
  JOIN,
  ENROL,
]

/** The way of a device by its TPM, from the cable to the enrolment. */
export const BY_TPM: ReadonlyArray<PlanStep> = [CABLE, ATTEST, JOIN, ENROL]

/** The two phases that belong to the device. */
export const DEVICE_PHASES: ReadonlyArray<PlanStep> = [...phase("devicePreparation"), ...phase("deviceSetup")]
