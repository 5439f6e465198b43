import { deadEnd } from "./dead-end.ts"
import type { ModelCheck } from "./defect.ts"
import { endlessRound } from "./endless-round.ts"
import { endlessWait } from "./endless-wait.ts"
import { stoppedTimeout } from "./stopped-timeout.ts"
import { tooLarge } from "./too-large.ts"
import { unreachableOutcome } from "./unreachable-outcome.ts"
import { untakenTransition } from "./untaken-transition.ts"

/** Every check of what a device may come to. */
export const modelChecks: ReadonlyArray<ModelCheck> = [
  deadEnd,
  endlessWait,
  endlessRound,
  stoppedTimeout,
  unreachableOutcome,
  untakenTransition,
  tooLarge,
]
