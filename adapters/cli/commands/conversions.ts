import { Effect } from "effect"
import { Command } from "effect/cli"
import { type Conversion, listConversions } from "#projections/conversions"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { machineName } from "../print/machine-name.ts"
import { utc } from "../print/moment.ts"
import { type Column, table } from "../print/table.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

const GOOD = ["registered"]
const BAD = ["refused", "overdue"]

const COLUMNS: ReadonlyArray<Column<Conversion>> = [
  { title: "Device", text: ({ deviceName }) => deviceName },
  { title: "Serial number", text: ({ serialNumber }) => serialNumber, narrow: "whole" },
  { title: "Model", text: (device) => machineName(device), leave: 3 },
  { title: "Owned", text: ({ ownership }) => ownership, leave: 4 },
  {
    title: "Conversion",
    text: ({ state }) => state,
    narrow: "whole",
    paint: ({ state }, style) =>
      GOOD.includes(state) ? style.good : BAD.includes(state) ? style.bad : style.warn,
  },
  { title: "Since (UTC)", text: ({ since }) => utc(since) },
  { title: "Answers until (UTC)", text: ({ until }) => utc(until), leave: 2 },
  {
    title: "Profile",
    text: ({ profile, profileVersion }) => (profile === null ? "-" : `${profile} v${profileVersion}`),
    leave: 5,
  },
  { title: "Why", text: ({ reason }) => reason ?? "-", narrow: "wrap" },
]

/** A command line prints whole lists. */
const ALL = { top: Number.MAX_SAFE_INTEGER, skip: 0 } as const

/** `flightlog conversions` */
export const conversions = Command.make(
  "conversions",
  { json: jsonFlag },
  Effect.fn("conversions")(function* ({ json }) {
    const all = yield* listConversions((yield* theTenant).id, ALL)
    if (json) return yield* resultJson(all)
    if (all.length === 0) return yield* note("No device has enrolled without being registered.")
    yield* result(table(all, COLUMNS, (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists the devices that enrolled without being registered, and how far their automatic registration came: asked for " +
      "their hash, skipped, overdue, registered or refused, and why. A profile with convertTargeted registers them.",
  ),
  Command.withShortDescription("List devices that are registered automatically"),
)
