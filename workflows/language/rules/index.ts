import type { Check } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { ambiguousState } from "./ambiguous-state.ts"
import { appBeyondPage } from "./app-beyond-page.ts"
import { appListedTwice } from "./app-listed-twice.ts"
import { baseCycle } from "./base-cycle.ts"
import { celSyntax } from "./cel-syntax.ts"
import { celTypes } from "./cel-types.ts"
import { contradictingKeys } from "./contradicting-keys.ts"
import { defaultWithLists } from "./default-with-lists.ts"
import { documentLimits } from "./document-limits.ts"
import { duplicateKey } from "./duplicate-key.ts"
import { emittedByItself } from "./emitted-by-itself.ts"
import { espOutcomes } from "./esp-outcomes.ts"
import { eventlessCycle } from "./eventless-cycle.ts"
import { faultyBase } from "./faulty-base.ts"
import { hybridNameTemplate } from "./hybrid-name-template.ts"
import { idleContinue } from "./idle-continue.ts"
import { idlePage } from "./idle-page.ts"
import { idleReason } from "./idle-reason.ts"
import { idleRemoval } from "./idle-removal.ts"
import { listChange } from "./list-change.ts"
import { longEspTimeout } from "./long-esp-timeout.ts"
import { manyBlockingApps } from "./many-blocking-apps.ts"
import { missingKey } from "./missing-key.ts"
import { nameTemplate } from "./name-template.ts"
import { neverTrue } from "./never-true.ts"
import { noOutcome } from "./no-outcome.ts"
import { pagePriority } from "./page-priority.ts"
import { preProvisioningMode } from "./pre-provisioning-mode.ts"
import { reservedTitle } from "./reserved-title.ts"
import { selfDeployingHybrid } from "./self-deploying-hybrid.ts"
import { signalName } from "./signal-name.ts"
import { skippedPhase } from "./skipped-phase.ts"
import { stateName } from "./state-name.ts"
import { unknownBase } from "./unknown-base.ts"
import { unknownEmission } from "./unknown-emission.ts"
import { unknownEvent } from "./unknown-event.ts"
import { unknownKey } from "./unknown-key.ts"
import { unknownKind } from "./unknown-kind.ts"
import { unknownState } from "./unknown-state.ts"
import { unreachableState } from "./unreachable-state.ts"
import { unreachableStep } from "./unreachable-step.ts"
import { unreleasedDesktop } from "./unreleased-desktop.ts"
import { unusedSignal } from "./unused-signal.ts"
import { waitsForEver } from "./waits-for-ever.ts"
import { wrongValue } from "./wrong-value.ts"
import { yamlSyntax } from "./yaml-syntax.ts"

/** Checks that reading a document makes on the way. */
const reading: ReadonlyArray<Check> = [
  yamlSyntax,
  documentLimits,
  duplicateKey,
  unknownKey,
  missingKey,
  wrongValue,
  unknownKind,
  unknownBase,
  baseCycle,
  faultyBase,
  unknownState,
  ambiguousState,
]

/** Checks of what a document means, each run on its own. */
export const rules: ReadonlyArray<Rule> = [
  unknownEvent,
  unknownEmission,
  emittedByItself,
  signalName,
  stateName,
  contradictingKeys,
  celSyntax,
  celTypes,
  neverTrue,
  unreachableState,
  noOutcome,
  waitsForEver,
  eventlessCycle,
  espOutcomes,
  unreachableStep,
  unreleasedDesktop,
  skippedPhase,
  nameTemplate,
  selfDeployingHybrid,
  preProvisioningMode,
  idleContinue,
  longEspTimeout,
  defaultWithLists,
  appListedTwice,
  manyBlockingApps,
  hybridNameTemplate,
  reservedTitle,
  unusedSignal,
  idlePage,
  pagePriority,
  listChange,
  idleRemoval,
  idleReason,
  appBeyondPage,
]

/** Every check, for the documentation. */
export const checks: ReadonlyArray<Check> = [...reading, ...rules]
