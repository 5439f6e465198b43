import { Effect } from "effect"
import { type Donor, donorOf, type HardwareSummary, partKeys } from "#domain/hardware"
import { Knowledge } from "#workflows/ports"

/** Who asks about the parts of a machine: a device, or a registration that has none yet. */
export interface AskedFor {
  readonly deviceId: string | null
  readonly tenantId: string
}

/**
 * The parts of a machine that are of other live registrations as well. The index that they are found in may lag behind
 * the log: a part is evidence and decides nothing.
 */
export const donorsOf = Effect.fn("donorsOf")(function* (
  hardware: HardwareSummary,
  { deviceId, tenantId }: AskedFor,
) {
  const keys = partKeys(hardware)
  const holders = yield* (yield* Knowledge).partHolders(keys.map(({ digest }) => digest))
  return keys.flatMap((key): ReadonlyArray<Donor> => {
    const others = holders.filter((holder) => holder.digest === key.digest && holder.deviceId !== deviceId)
    if (others.length === 0) return []
    const own = others.find((holder) => holder.tenantId === tenantId)
    return [
      donorOf(key, own === undefined ? null : { deviceId: own.deviceId, serialNumber: own.serialNumber }),
    ]
  })
})
