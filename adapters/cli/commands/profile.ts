import { Command } from "effect/cli"
import { apply } from "./profile/apply.ts"
import { check } from "./profile/check.ts"
import { diff } from "./profile/diff.ts"
import { explain } from "./profile/explain.ts"
import { exportProfile } from "./profile/export.ts"
import { graph } from "./profile/graph.ts"
import { history } from "./profile/history.ts"
import { importProfile } from "./profile/import.ts"
import { lint } from "./profile/lint.ts"
import { list } from "./profile/list.ts"
import { plan } from "./profile/plan.ts"
import { publish } from "./profile/publish.ts"
import { retire } from "./profile/retire.ts"
import { rollback } from "./profile/rollback.ts"
import { show } from "./profile/show.ts"
import { simulate } from "./profile/simulate.ts"
import { test } from "./profile/test.ts"

/** `flightlog profile ...`: a command is a file in `profile/`, and a line here. */
export const profile = Command.make("profile").pipe(
  Command.withDescription("Check, try out, roll out and look up deployment profiles."),
  Command.withShortDescription("Check, try out, roll out and look up profiles"),
  Command.withSubcommands([
    { group: "Write and try out", commands: [lint, check, simulate, test, explain, graph] },
    { group: "Roll out", commands: [plan, apply, publish, rollback, retire] },
    { group: "Look up", commands: [list, history, diff, show] },
    { group: "Microsoft's notations", commands: [importProfile, exportProfile] },
  ]),
)
