import type { Plan, PlanStep } from "./plan.ts"
import {
  ANSWERS,
  BY_TPM,
  CABLE,
  DEVICE_PHASES,
  ENROL,
  JOIN,
  LOGS,
  NETWORK,
  phase,
  phaseAgain,
  phaseGoesOn,
  phaseThatFails,
  phaseThatHangs,
  phaseThatRestarts,
  report,
  signIn,
  TERMS,
  toEnrolment,
} from "./steps.ts"

const MAY_CONTINUE = {
  name: "virtual-may-continue",
  keys: "extends: user-driven\nenrollmentStatus: { onFailure: [collect-logs, continue] }\n",
} as const

const USER_DRIVEN = [
  {
    name: "straight",
    says: "goes straight through to the desktop",
    share: 40,
    steps: [...toEnrolment("licensed"), ...DEVICE_PHASES, ...phase("accountSetup")],
  },
  {
    name: "app-retried",
    says: "has an app that fails; its user tries again, and it succeeds",
    share: 8,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatFails("deviceSetup"),
      LOGS,
      report({ report: "retry" }),
      ...phaseAgain("deviceSetup"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "page-timed-out",
    says: "has an app that never ends: the page times out, and its user goes on to the desktop",
    profile: MAY_CONTINUE,
    share: 5,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatHangs("deviceSetup"),
      { do: "outlast the page" },
      LOGS,
      report({ report: "continue" }),
    ],
  },
  {
    name: "no-licence",
    says: "has a user without an Intune licence: it joins the directory, but cannot enrol",
    share: 4,
    steps: toEnrolment("unlicensed"),
  },
  {
    name: "wrong-tenant",
    says: "is signed in to with an account of another organisation",
    share: 3,
    steps: [NETWORK, ANSWERS, signIn("stranger")],
  },
  {
    name: "app-failed",
    says: "has an app that fails; its user goes on to the desktop, which is no success",
    profile: MAY_CONTINUE,
    share: 4,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatFails("deviceSetup"),
      report({ report: "continue" }),
    ],
  },
  {
    name: "restarted",
    says: "is restarted by an app: its user signs in once more and gets the desktop",
    share: 5,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatHangs("deviceSetup"),
      report({ report: "restart", item: "m365-apps" }),
      NETWORK,
      ...phaseGoesOn("deviceSetup"),
      signIn("licensed"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "restarts-together",
    says: "has apps that ask for a restart: one at the end of the phase does for all of them",
    share: 2,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatRestarts("deviceSetup", "soft"),
      NETWORK,
      signIn("licensed"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "restarts-at-once",
    says: "has apps that need a restart at once: it restarts after each of them",
    share: 2,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatRestarts("deviceSetup", "hard"),
      NETWORK,
      signIn("licensed"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "terms-declined",
    says: "has a user who declines the terms of use first, and accepts them then",
    share: 2,
    steps: [
      NETWORK,
      ANSWERS,
      signIn("licensed"),
      report({ report: "terms", accepted: false }),
      signIn("licensed"),
      TERMS,
      JOIN,
      ENROL,
      ...DEVICE_PHASES,
      ...phase("accountSetup"),
    ],
  },
  {
    name: "reset",
    says: "has an app that fails; its user resets it, and the second attempt succeeds",
    share: 3,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      ...phaseThatFails("deviceSetup"),
      report({ report: "reset" }),
      { do: "start again" },
      ...toEnrolment("licensed"),
      ...DEVICE_PHASES,
      ...phase("accountSetup"),
    ],
  },
] as const satisfies ReadonlyArray<Plan>

const HYBRID_PROFILE = { name: "virtual-hybrid", keys: "extends: user-driven-hybrid\n" } as const
const toDomain = (state: "processed" | "timedOut"): ReadonlyArray<PlanStep> => [
  NETWORK,
  ANSWERS,
  signIn("licensed"),
  TERMS,
  ENROL,
  report({ report: "domain-join", state: "waiting" }),
  report({ report: "domain-join", state }),
]
const controller = (reached: boolean): PlanStep => report({ report: "domain-controller", reached })

const HYBRID = [
  {
    name: "hybrid",
    says: "enrols first, joins the on-premises domain then, and gets to the desktop",
    profile: HYBRID_PROFILE,
    share: 6,
    steps: [
      ...toDomain("processed"),
      report({ report: "restart" }),
      controller(true),
      JOIN,
      ...DEVICE_PHASES,
      signIn("licensed"),
      ...phase("accountSetup"),
    ],
  },
  {
    name: "hybrid-no-controller",
    says: "is to join the on-premises domain, but sees no domain controller",
    profile: HYBRID_PROFILE,
    share: 2,
    steps: [...toDomain("processed"), controller(false)],
  },
  {
    name: "hybrid-no-connector",
    says: "waits in vain for the connector to prepare its join to the domain",
    profile: HYBRID_PROFILE,
    share: 1,
    steps: toDomain("timedOut"),
  },
] as const satisfies ReadonlyArray<Plan>

const KIOSK_PROFILE = { name: "virtual-self-deploying", keys: "extends: self-deploying\n" } as const

const SELF_DEPLOYING = [
  {
    name: "self-deploying",
    says: "proves itself by its TPM and gets to its screen; nobody signs in",
    profile: KIOSK_PROFILE,
    share: 5,
    steps: [...BY_TPM, ...DEVICE_PHASES],
  },
  {
    name: "self-deploying-twice",
    says: "enrols by its TPM a second time, is refused, is unblocked and gets to its screen again",
    profile: KIOSK_PROFILE,
    share: 2,
    steps: [
      ...BY_TPM,
      ...DEVICE_PHASES,
      { do: "start again" },
      ...BY_TPM,
      { do: "be administered", act: "unblock" },
      { do: "start again" },
      ...BY_TPM,
      ...DEVICE_PHASES,
    ],
  },
  {
    name: "attestation-failed",
    says: "has a TPM with a known vulnerability, which is not attested",
    profile: KIOSK_PROFILE,
    share: 1,
    steps: [CABLE, report({ report: "attestation", code: "0x81039024" })],
  },
] as const satisfies ReadonlyArray<Plan>

const PREPARED_PROFILE = { name: "virtual-pre-provisioned", keys: "extends: pre-provisioned\n" } as const
const FORBIDDEN_PROFILE = {
  name: "virtual-not-pre-provisioned",
  keys: "extends: user-driven\noobe: { preProvisioning: forbidden }\n",
} as const
const RESEAL = report({ report: "reseal" })

const PRE_PROVISIONED = [
  {
    name: "pre-provisioned",
    says: "is prepared by a technician and resealed; its user gets the rest and the desktop",
    begunBy: "technician",
    profile: PREPARED_PROFILE,
    share: 5,
    steps: [
      ...BY_TPM,
      ...DEVICE_PHASES,
      RESEAL,
      { do: "rest", minutes: 120, says: "is on its way to its user" },
      NETWORK,
      ANSWERS,
      signIn("licensed"),
      ...DEVICE_PHASES,
      ...phase("accountSetup"),
    ],
  },
  {
    name: "technician-failed",
    says: "has an app that fails before the technician, who resets it",
    begunBy: "technician",
    profile: PREPARED_PROFILE,
    share: 2,
    steps: [
      ...BY_TPM,
      ...phase("devicePreparation"),
      ...phaseThatFails("deviceSetup"),
      LOGS,
      report({ report: "reset" }),
    ],
  },
  {
    name: "pre-provisioning-forbidden",
    says: "is begun by a technician although its profile forbids it",
    begunBy: "technician",
    profile: FORBIDDEN_PROFILE,
    share: 2,
    steps: BY_TPM.slice(0, 2),
  },
] as const satisfies ReadonlyArray<Plan>

const EXISTING_PROFILE = { name: "virtual-existing", keys: "extends: existing-devices\n" } as const

const EXISTING = [
  {
    name: "existing",
    says: "is not registered, but has a profile in a file on its disk: its user signs in and gets the desktop",
    byFile: true,
    profile: EXISTING_PROFILE,
    share: 3,
    steps: [...toEnrolment("licensed"), ...DEVICE_PHASES, ...phase("accountSetup")],
  },
] as const satisfies ReadonlyArray<Plan>

const IN_USE: ReadonlyArray<PlanStep> = [
  ...toEnrolment("licensed"),
  ...DEVICE_PHASES,
  ...phase("accountSetup"),
]

/** What becomes of a device that was in use. Source: Windows Autopilot Reset; Intune, "Wipe". */
const AGAIN = [
  {
    name: "autopilot-reset",
    says: "is made ready for its next user: apps, files and settings go, its enrolment stays, and it is no new attempt",
    share: 3,
    steps: [
      ...IN_USE,
      { do: "be administered", act: "autopilot-reset" },
      { do: "end its reset", with: "licensed" },
    ],
  },
  {
    name: "autopilot-reset-failed",
    says: "is to be made ready by the person before it, but its recovery environment is off",
    share: 1,
    steps: [
      ...IN_USE,
      report({ report: "autopilot-reset", state: "started" }),
      report({ report: "autopilot-reset", state: "failed", code: "0x80070032" }),
    ],
  },
  {
    name: "wiped",
    says: "is wiped: its Intune record ends, its registration stays, and its next setup is a new attempt",
    share: 3,
    steps: [...IN_USE, { do: "be administered", act: "wipe" }, { do: "start again" }, ...IN_USE],
  },
  {
    name: "wiped-in-setup",
    says: "is wiped while it is set up: that ends the attempt, and the next one succeeds",
    share: 1,
    steps: [
      ...toEnrolment("licensed"),
      ...phase("devicePreparation"),
      { do: "be administered", act: "wipe" },
      { do: "start again" },
      ...IN_USE,
    ],
  },
  {
    name: "self-deploying-wiped",
    says: "enrols by its TPM, is wiped, and may do so again without being unblocked",
    profile: KIOSK_PROFILE,
    share: 2,
    steps: [
      ...BY_TPM,
      ...DEVICE_PHASES,
      { do: "be administered", act: "wipe" },
      { do: "start again" },
      ...BY_TPM,
      ...DEVICE_PHASES,
    ],
  },
] as const satisfies ReadonlyArray<Plan>

/** What virtual devices go through, by name. */
export const PLANS = [
  ...USER_DRIVEN,
  ...HYBRID,
  ...SELF_DEPLOYING,
  ...PRE_PROVISIONED,
  ...EXISTING,
  ...AGAIN,
] as const satisfies ReadonlyArray<Plan>

/** The name of a plan. */
export type PlanName = (typeof PLANS)[number]["name"]

const isNamed = (name: PlanName) => (plan: Plan) => plan.name === name

/** The plan of a name. */
export const planOf = (name: PlanName): Plan => PLANS.find(isNamed(name)) ?? PLANS[0]

/** The group tag of devices that need the profile of their plan; none where any profile will do. */
export const tagOf = ({ profile }: Plan): string => profile?.name ?? ""

/** The profiles that plans need, as files. */
export const profilesFor = (plans: ReadonlyArray<Plan>) => {
  const profiles = new Map(
    plans.flatMap(({ profile }) => (profile === undefined ? [] : [[profile.name, profile.keys] as const])),
  )
  return [...profiles].map(([name, keys]) => ({
    file: `${name}.yaml`,
    text: `dsl: 1\nkind: DeploymentProfile\nname: ${name}\nassign: { groupTags: [${name}] }\n${keys}`,
  }))
}
