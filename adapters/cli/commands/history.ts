import { Effect } from "effect"
import { Command } from "effect/cli"
import { deviceHistory, type HistoryEntry } from "#workflows/audit"
import { deviceArgument, theDevice } from "../device.ts"
import { jsonFlag } from "../json-flag.ts"
import { Output, result, resultJson } from "../output.ts"
import { eventSays } from "../print/event-says.ts"
import { utc } from "../print/moment.ts"
import { type Column, table } from "../print/table.ts"
import { whoSays } from "../print/who.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

const whoOf = ({ actor, emitted }: HistoryEntry): string => (emitted ? "statechart" : whoSays(actor))

const COLUMNS: ReadonlyArray<Column<HistoryEntry>> = [
  { title: "#", text: ({ revision }) => String(revision), narrow: "whole" },
  { title: "Position", text: ({ position }) => position, narrow: "whole", leave: 1 },
  { title: "Recorded (UTC)", text: ({ recordedAt }) => utc(recordedAt), narrow: "whole" },
  {
    title: "Event",
    text: ({ type }) => type,
    narrow: "whole",
    paint: ({ emitted }, style) => (emitted ? style.faint : style.strong),
  },
  { title: "What", text: eventSays, narrow: "wrap" },
  { title: "Who", text: whoOf },
  {
    title: "Profile",
    text: ({ profile }) => (profile === null ? "-" : `${profile.name} v${profile.version}`),
  },
]

/** `flightlog history DEVICE` */
export const history = Command.make(
  "history",
  { device: deviceArgument, json: jsonFlag },
  Effect.fn("history")(function* ({ device, json }) {
    const { id } = yield* theTenant
    const entries = yield* deviceHistory(yield* theDevice(id, device), id)
    if (json) return yield* resultJson(entries)
    yield* result(table(entries, COLUMNS, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Tells the whole history of a device, through all its lives: every event with who caused it, when, and under which " +
      'version of which profile. "statechart" is what the profile\'s workflow concluded from the event before. ' +
      "show --at takes a position, and shows the device as it was then.",
  ),
  Command.withShortDescription("Tell the history of a device"),
  Command.withExamples([
    { command: "flightlog history CTS-0000001" },
    { command: "flightlog history CTS-0000001 --json", description: "One array of events, in order" },
  ]),
)
