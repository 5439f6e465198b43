import type { EspCategory, EspPhase } from "#domain/deployment"
import type { Report } from "#workflows/commands"

/** Who of a simulation's people signs in. */
export type Role = "licensed" | "unlicensed" | "stranger"

/** One thing that a virtual device does after it has its profile. */
export type PlanStep =
  | { readonly do: "report"; readonly report: Exclude<Report, { readonly report: "sign-in" }> }
  | { readonly do: "sign in"; readonly as: Role }
  /** Does nothing until the Enrollment Status Page has timed out. */
  | { readonly do: "outlast the page" }

/** What a virtual device goes through, as data. */
export interface Plan {
  readonly name: string
  /** Completes the sentence "A device that ...". */
  readonly says: string
  readonly steps: ReadonlyArray<PlanStep>
}

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

const report = (one: Extract<PlanStep, { readonly do: "report" }>["report"]): PlanStep => ({
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

const phase = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].flatMap((of) => install(name, of)),
]

/** The phase up to its last app, which stays in progress. */
const phaseThatHangs = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].slice(0, -1).flatMap((of) => install(name, of)),
  ...TARGETED[name].slice(-1).map((of) => item(name, of, "inProgress")),
]

/** The phase up to its last app, which fails. */
const phaseThatFails = (name: EspPhase): ReadonlyArray<PlanStep> => [
  ...phaseThatHangs(name),
  ...TARGETED[name].slice(-1).map((of) => item(name, of, "failed", NOT_DETECTED)),
]

/** The phase anew after its last app failed: what was there stays there. */
const phaseAgain = (name: EspPhase): ReadonlyArray<PlanStep> => [
  start(name),
  ...TARGETED[name].slice(-1).flatMap((of) => install(name, of)),
]

const OUT_OF_BOX: ReadonlyArray<PlanStep> = [
  report({ report: "network", medium: "wifi" }),
  report({ report: "answers", answers: { region: "GB", keyboard: "en-GB" } }),
]
const JOIN = report({ report: "join" })
const ENROL = report({ report: "enrol" })

const toEnrolment = (as: Role): ReadonlyArray<PlanStep> => [...OUT_OF_BOX, { do: "sign in", as }, JOIN, ENROL]

/** What virtual devices go through, by name. */
export const PLANS = [
  {
    name: "straight",
    says: "goes straight through to the desktop",
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phase("deviceSetup"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "app-retried",
    says: "has an app that fails; its user tries again, and it succeeds",
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatFails("deviceSetup"),
      report({ report: "collect-logs" }),
      report({ report: "retry" }),
      ...phaseAgain("deviceSetup"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "page-timed-out",
    says: "has an app that never ends: the page times out, and its user goes on to the desktop",
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatHangs("deviceSetup"),
      { do: "outlast the page" },
      report({ report: "collect-logs" }),
      report({ report: "continue" }),
    ],
  },
  {
    name: "no-licence",
    says: "has a user without an Intune licence: it joins the directory, but cannot enrol",
    steps: toEnrolment("unlicensed"),
  },
  {
    name: "wrong-tenant",
    says: "is signed in to with an account of another organisation",
    steps: [...OUT_OF_BOX, { do: "sign in", as: "stranger" }],
  },
] as const satisfies ReadonlyArray<Plan>

/** The name of a plan. */
export type PlanName = (typeof PLANS)[number]["name"]

/** The plan of a name. */
export const planOf = (name: PlanName): Plan => {
  const [first, ...others] = PLANS
  return others.find((plan) => plan.name === name) ?? first
}
