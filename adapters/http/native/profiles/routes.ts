import type { Route } from "../../exchange/route.ts"
import { lint } from "./lint.ts"
import { list } from "./list.ts"
import { publish } from "./publish.ts"
import { simulate } from "./simulate.ts"

/** Everything about profiles: an operation is a file here, and a line in this list. */
export const profileRoutes: ReadonlyArray<Route> = [list, publish, lint, simulate]
