import { Effect } from "effect"
import { type Donor, donorOf, type HardwareSummary, type PartKey, partKeys } from "#domain/hardware"
import { Knowledge, type PartHolder } from "#workflows/ports"

/** Who asks about the parts of a machine: a device, or a registration that has none yet. */
export interface AskedFor {
  readonly deviceId: string | null
  readonly tenantId: string
}

const donorsAmong = (
  keys: ReadonlyArray<PartKey>,
  holders: ReadonlyMap<string, ReadonlyArray<PartHolder>>,
  { deviceId, tenantId }: AskedFor,
): ReadonlyArray<Donor> =>
  keys.flatMap((key): ReadonlyArray<Donor> => {
    const others = (holders.get(key.digest) ?? []).filter((holder) => holder.deviceId !== deviceId)
    if (others.length === 0) return []
    const own = others.find((holder) => holder.tenantId === tenantId)
    return [
      donorOf(key, own === undefined ? null : { deviceId: own.deviceId, serialNumber: own.serialNumber }),
    ]
  })

/**
 * For each of some machines, its parts that are of other live registrations as well. The index that they are found in may
 * lag behind the log: a part is evidence and decides nothing.
 */
export const donorsOfEach = Effect.fn("donorsOfEach")(function* (
  machines: ReadonlyArray<HardwareSummary>,
  asked: AskedFor,
) {
  const keys = machines.map(partKeys)
  const digests = keys.flatMap((ofOne) => ofOne.map(({ digest }) => digest))
  const holders = Map.groupBy(yield* (yield* Knowledge).partHolders(digests), ({ digest }) => digest)
  return keys.map((ofOne) => donorsAmong(ofOne, holders, asked))
})

/** The parts of one machine that are of other live registrations as well, as {@link donorsOfEach} tells them. */
export const donorsOf = Effect.fnUntraced(function* (hardware: HardwareSummary, asked: AskedFor) {
  const [donors = []] = yield* donorsOfEach([hardware], asked)
  return donors
})
