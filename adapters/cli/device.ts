import { Effect } from "effect"
import { Argument } from "effect/cli"
import { isUuid } from "#domain/kernel"
import { autopilotDevicesBySerial, listAutopilotDevices } from "#projections/autopilot-devices"
import { everWithSerial } from "#projections/autopilot-events"
import { CliRefusal } from "./complaint.ts"
import { didYouMean } from "./did-you-mean.ts"
import { EXIT } from "./exit-code.ts"

/** `SERIAL|ID`: which device. */
export const deviceArgument = Argument.String("device").pipe(
  Argument.withMetavar("SERIAL|ID"),
  Argument.withDescription("Serial number or id of a device, registered or not"),
)

/** How many devices are looked at for a similar serial number. */
const LOOKED_AT = 1000

const unknown = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  const some = yield* listAutopilotDevices(tenantId, { top: LOOKED_AT, skip: 0 })
  const serials = some.map(({ identity }) => identity.serialNumber)
  return new CliRefusal({
    code: "device-unknown",
    what: `No device has the serial number ${JSON.stringify(asked)}.${didYouMean(asked, serials)}`,
    where: "SERIAL|ID",
    remedy: "List the devices: flightlog devices, or what was ever set up: flightlog deployments",
    exit: EXIT.refused,
  })
})

const several = (asked: string, ids: ReadonlyArray<string>) =>
  new CliRefusal({
    code: "device-ambiguous",
    what: `${ids.length} devices have the serial number ${JSON.stringify(asked)}.`,
    where: "SERIAL|ID",
    remedy: `Name one by its id: ${ids.join(", ")}`,
    exit: EXIT.refused,
  })

/**
 * The id of the device that an argument names. A registered one goes before those that only were registered once, or are
 * deployed by a file on their disk.
 */
export const theDevice = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  if (isUuid(asked)) return asked.toLowerCase()
  const registered = (yield* autopilotDevicesBySerial(tenantId, asked)).map(({ identity }) => identity.id)
  const ids = registered.length > 0 ? registered : yield* everWithSerial(tenantId, asked)
  const [found, ...others] = ids
  if (found === undefined) return yield* yield* unknown(tenantId, asked)
  return others.length === 0 ? found : yield* several(asked, ids)
})
