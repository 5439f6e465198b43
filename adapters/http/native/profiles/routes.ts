import type { Route } from "../../exchange/route.ts"
import { apply } from "./apply.ts"
import { check } from "./check.ts"
import { diff } from "./diff.ts"
import { explain } from "./explain.ts"
import { exportFiles, exportOne } from "./export.ts"
import { graph } from "./graph.ts"
import { history } from "./history.ts"
import { importProfile } from "./import.ts"
import { lint } from "./lint.ts"
import { list } from "./list.ts"
import { plan } from "./plan.ts"
import { publish } from "./publish.ts"
import { retire } from "./retire.ts"
import { rollback } from "./rollback.ts"
import { show } from "./show.ts"
import { paths, simulate } from "./simulate.ts"
import { test } from "./test.ts"

/** Everything about profiles: an operation is a file here, and a line in this list. */
export const profileRoutes: ReadonlyArray<Route> = [
  list,
  publish,
  lint,
  check,
  simulate,
  paths,
  test,
  graph,
  explain,
  plan,
  apply,
  show,
  history,
  diff,
  rollback,
  retire,
  importProfile,
  exportOne,
  exportFiles,
]
