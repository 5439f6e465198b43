import type { Check } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { ambiguousState } from "./ambiguous-state.ts"
import { baseCycle } from "./base-cycle.ts"
import { documentLimits } from "./document-limits.ts"
import { duplicateKey } from "./duplicate-key.ts"
import { faultyBase } from "./faulty-base.ts"
import { missingKey } from "./missing-key.ts"
import { unknownBase } from "./unknown-base.ts"
import { unknownKey } from "./unknown-key.ts"
import { unknownKind } from "./unknown-kind.ts"
import { unknownState } from "./unknown-state.ts"
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
export const rules: ReadonlyArray<Rule> = []

/** Every check, for the documentation. */
export const checks: ReadonlyArray<Check> = [...reading, ...rules]
