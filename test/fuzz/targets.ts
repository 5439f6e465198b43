import { bytesTargets } from "./bytes-targets.ts"
import { httpTargets } from "./http-targets.ts"

/** Everything that takes bytes from outside. */
export const targets = [...bytesTargets, ...httpTargets]

/** How many inputs a whole run has. */
export const ALL_INPUTS = targets.reduce((sum, { share }) => sum + share, 0)
