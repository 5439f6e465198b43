import { Schema } from "effect"
import { type attemptInputs, INTUNE_LICENCE } from "#domain/device"
import { ItemWords, itemOf, itemsOf, TrackedWords } from "./esp-words.ts"
import { type Happening, happening, plain, type Scene } from "./happening.ts"

const Text = Schema.NonEmptyString

const Refused = Schema.Struct({
  code: Schema.optionalKey(Text),
  reason: Schema.optionalKey(Text),
})

const refusedBy = (
  { code, reason }: typeof Refused.Type,
  usual: { readonly code: string; readonly reason: string },
) => ({
  code: code ?? usual.code,
  reason: reason ?? usual.reason,
})

const signIn = happening(
  Schema.Struct({ user: Schema.optionalKey(Text), licensed: Schema.optionalKey(Schema.Boolean) }),
  ({ licensed = true, user = "user" }, { attempt }) => ({
    command: {
      type: "SignIn",
      attempt,
      userId: user,
      directory: { known: true, licences: licensed ? [INTUNE_LICENCE] : [], revision: 0 },
    },
  }),
)

const signInRefused = happening(
  Schema.Struct({ reason: Schema.optionalKey(Schema.Literals(["wrong-tenant", "unknown-user"])) }),
  ({ reason = "wrong-tenant" }, { attempt }) => ({
    command: {
      type: "SignIn",
      attempt,
      userId: "stranger",
      directory: { known: false, domainKnown: reason === "unknown-user" },
    },
  }),
)

const joinOf = ({ attempt }: Scene, refused: { readonly code: string; readonly reason: string } | null) =>
  ({
    command: { type: "Join", attempt, entraDeviceId: "entra-device", refused, quota: null },
  }) as const

const enrolOf = ({ attempt }: Scene, refused: { readonly code: string; readonly reason: string } | null) =>
  ({
    command: { type: "Enrol", attempt, managedDeviceId: "managed-device", generatedName: "PC-1", refused },
  }) as const

/** A technician may begin under any profile; one that forbids it is told so when the device proves itself. */
const isTechnicianRefused = ({ device: { attempt }, settings }: Scene): boolean =>
  attempt?.scenario === "pre-provisioned" &&
  !attempt.attested &&
  settings?.oobe.preProvisioning === "forbidden"

const espPhaseStarted = happening(TrackedWords, (words, { attempt, phase: shown, settings }) => {
  const phase = words.phase ?? shown
  return { command: { type: "StartEspPhase", attempt, phase, targeted: itemsOf(words, phase, settings) } }
})

const espItemReported = happening(ItemWords, (words, { attempt, device, phase: shown }) => {
  const phase = words.phase ?? shown
  const state = words.state ?? "completed"
  const code = words.code ?? (state === "failed" ? "0x87D1041C" : null)
  const { rebootRequired } = words
  const asked = rebootRequired === undefined ? {} : { rebootRequired }
  return {
    command: {
      type: "ReportEspItem",
      attempt,
      phase,
      ...itemOf(words, device, phase),
      state,
      code,
      ...asked,
    },
  }
})

type AttemptInput = (typeof attemptInputs)[number]

/** What can happen in a deployment, by the names that workflows use. */
export const ATTEMPT_EVENTS: { readonly [event in AttemptInput]: Happening } = {
  NetworkConnected: happening(
    Schema.Struct({ medium: Schema.optionalKey(Schema.Literals(["ethernet", "wifi", "cellular"])) }),
    ({ medium = "wifi" }, { attempt }) => ({ command: { type: "ReportNetwork", attempt, medium } }),
  ),
  OobeAnswered: happening(
    Schema.Struct({ answers: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)) }),
    ({ answers = {} }, { attempt }) => ({ command: { type: "AnswerOobe", attempt, answers } }),
  ),
  UserSignedIn: signIn,
  SignInRefused: signInRefused,
  TermsAccepted: plain(({ attempt }) => ({ command: { type: "AnswerTerms", attempt, accepted: true } })),
  TermsDeclined: plain(({ attempt }) => ({ command: { type: "AnswerTerms", attempt, accepted: false } })),
  TpmAttested: plain(({ attempt }) => ({ command: { type: "Attest", attempt, code: null } })),
  AttestationFailed: happening(
    Schema.Struct({ code: Schema.optionalKey(Text) }),
    ({ code = "0x81039023" }, { attempt }) => ({ command: { type: "Attest", attempt, code } }),
  ),
  DeviceJoined: plain((scene) => joinOf(scene, null)),
  DomainJoinReported: happening(
    Schema.Struct({ state: Schema.optionalKey(Schema.Literals(["waiting", "processed", "timedOut"])) }),
    ({ state = "processed" }, { attempt }) => ({ command: { type: "ReportDomainJoin", attempt, state } }),
  ),
  DomainControllerChecked: happening(
    Schema.Struct({ reached: Schema.optionalKey(Schema.Boolean) }),
    ({ reached = true }, { attempt }) => ({ command: { type: "CheckDomainController", attempt, reached } }),
  ),
  JoinRefused: happening(Refused, (refused, scene) =>
    joinOf(scene, refusedBy(refused, { code: "0x801C0003", reason: "the user may not join devices" })),
  ),
  DeviceEnrolled: plain((scene) => enrolOf(scene, null)),
  EnrollmentRefused: happening(Refused, (refused, scene) => {
    if (isTechnicianRefused(scene)) return { command: { type: "Attest", attempt: scene.attempt, code: null } }
    // A user without licence is refused by the rules themselves, with their own code.
    const byRules = refused.code === undefined && scene.device.attempt?.signedIn?.licensed === false
    return enrolOf(
      scene,
      byRules ? null : refusedBy(refused, { code: "0x80180026", reason: "Intune refused it" }),
    )
  }),
  EspPhaseStarted: espPhaseStarted,
  EspItemReported: espItemReported,
  DeviceRestarted: happening(
    Schema.Struct({ item: Schema.optionalKey(Text) }),
    ({ item = null }: { readonly item?: string | null }, { attempt }) => ({
      command: { type: "ReportRestart", attempt, item },
    }),
  ),
  RetryChosen: plain(({ attempt }) => ({ command: { type: "ChooseRetry", attempt } })),
  ContinueChosen: plain(({ attempt }) => ({ command: { type: "ChooseContinue", attempt } })),
  LogsCollected: plain(({ attempt }) => ({ command: { type: "CollectLogs", attempt } })),
  DeviceResealed: plain(({ attempt }) => ({ command: { type: "Reseal", attempt } })),
  DeviceReset: plain(({ attempt }) => ({ command: { type: "ChooseReset", attempt } })),
}
