import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { listEntriesAt } from "#adapters/as-of"
import { deviceAt, readMoment } from "#workflows/audit"
import { deviceArgument, theDevice } from "../device.ts"
import { jsonFlag } from "../json-flag.ts"
import { Output, result, resultJson } from "../output.ts"
import { deviceFields } from "../print/device.ts"
import { fields } from "../print/fields.ts"
import { onStore } from "../store.ts"
import { theTenant } from "../tenant.ts"

/** `flightlog show DEVICE` */
export const show = Command.make(
  "show",
  {
    device: deviceArgument,
    at: Flag.String("at").pipe(
      Flag.withMetavar("TIME|POSITION"),
      Flag.withDescription(
        "The state as of then: a time with its zone (2026-11-23T08:30:00Z), or a position from the history",
      ),
      Flag.optional,
    ),
    json: jsonFlag,
  },
  Effect.fn("show")(function* ({ at, device, json }) {
    const { id } = yield* theTenant
    const moment = Option.isNone(at) ? null : yield* readMoment(at.value)
    const deviceId = yield* theDevice(id, device)
    const { events, state } = yield* deviceAt(deviceId, id, moment)
    const lists = yield* listEntriesAt(events, { deviceId, tenantId: id })
    if (json) return yield* resultJson({ ...state, lists })
    yield* result(fields(deviceFields(state, lists), (yield* Output).out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Shows the state of a device now, or as of any moment: folded from its events up to then by the workflows of that time.",
  ),
  Command.withShortDescription("Show the state of a device, now or at any moment"),
  Command.withExamples([
    { command: "flightlog show CTS-0000001" },
    {
      command: "flightlog show CTS-0000001 --at 2026-11-23T08:30:00Z",
      description: "What was known then, and nothing that came later",
    },
  ]),
)
