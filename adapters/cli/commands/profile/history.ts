import { Effect } from "effect"
import { Command } from "effect/cli"
import { type ProfileEvent, profileHistory } from "#workflows/rollout"
import { jsonFlag } from "../../json-flag.ts"
import { Output, result, resultJson } from "../../output.ts"
import { counted } from "../../print/counted.ts"
import { utc } from "../../print/moment.ts"
import { type Column, table } from "../../print/table.ts"
import { onStore } from "../../store.ts"
import { theTenant } from "../../tenant.ts"
import { nameArgument } from "./name.ts"

const DIGITS = 12

const actOf = ({ act, again }: ProfileEvent): string => (again === null ? act : `version ${again} again`)

const isPage = ({ kind }: ProfileEvent): boolean => kind === "EnrollmentStatusPage"

const changesOf = (event: ProfileEvent): string => {
  const { changes } = event
  if (changes === null) return "-"
  const { settings, statechart } = changes
  return settings + statechart === 0
    ? "no setting"
    : `${counted(settings, "setting")}${isPage(event) ? "" : `, ${statechart} of the statechart`}`
}

const whoOf = ({ by }: ProfileEvent): string => (by.name === null ? by.kind : `${by.kind} ${by.name}`)

const COLUMNS: ReadonlyArray<Column<ProfileEvent>> = [
  { title: "Version", text: ({ version }) => String(version), narrow: "whole" },
  { title: "When (UTC)", text: ({ at }) => utc(at), narrow: "whole" },
  {
    title: "What",
    text: actOf,
    paint: ({ act }, style) => (act === "retired" ? style.bad : style.strong),
  },
  { title: "Changed", text: changesOf, narrow: "wrap" },
  { title: "Over", text: ({ bases }) => bases.map(({ name }) => name).join(", ") || "-" },
  {
    title: "Statechart",
    text: (event) => (isPage(event) ? "-" : event.digest.slice(0, DIGITS)),
    narrow: "whole",
    leave: 1,
  },
  { title: "Who", text: whoOf },
]

/** `flightlog profile history NAME` */
export const history = Command.make(
  "history",
  { name: nameArgument, json: jsonFlag },
  Effect.fn("profile history")(function* ({ json, name }) {
    const events = yield* profileHistory((yield* theTenant).id, name)
    if (json) return yield* resultJson(events)
    yield* result(table(events, COLUMNS, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Tells everything that happened to a profile: each version with who published it and when, what it changed, and its retirements.",
  ),
  Command.withShortDescription("Tell the versions of a profile, and who published them"),
  Command.withExamples([{ command: "flightlog profile history sales" }]),
)
