import { Effect } from "effect"
import { Argument } from "effect/cli"
import { isUuid } from "#domain/kernel"
import { autopilotDevicesBySerial, listAutopilotDevices } from "#projections/autopilot-devices"
import { CliRefusal } from "./complaint.ts"
import { didYouMean } from "./did-you-mean.ts"
import { EXIT } from "./exit-code.ts"

/** `SERIAL|ID`: which device. */
export const deviceArgument = Argument.String("device").pipe(
  Argument.withMetavar("SERIAL|ID"),
  Argument.withDescription("Serial number of a registered device, or the id of any device"),
)

/** How many devices are looked at for a similar serial number. */
const LOOKED_AT = 1000

const unknown = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  const some = yield* listAutopilotDevices(tenantId, { top: LOOKED_AT, skip: 0 })
  const serials = some.map(({ identity }) => identity.serialNumber)
  return new CliRefusal({
    code: "device-unknown",
    what: `No registered device has the serial number ${JSON.stringify(asked)}.${didYouMean(asked, serials)}`,
    where: "SERIAL|ID",
    remedy: "List the devices: flightlog devices. A device that was deregistered is found by its id only.",
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

/** The id of the device that an argument names. */
export const theDevice = Effect.fnUntraced(function* (tenantId: string, asked: string) {
  if (isUuid(asked)) return asked.toLowerCase()
  const [found, ...others] = yield* autopilotDevicesBySerial(tenantId, asked)
  if (found === undefined) return yield* yield* unknown(tenantId, asked)
  if (others.length === 0) return found.identity.id
  return yield* several(
    asked,
    [found, ...others].map(({ identity }) => identity.id),
  )
})
