import type { Assignment, OfferedProfile, ProfileCatalogue } from "#domain/profile"
import type { Overlap } from "./plan-file.ts"

const LISTS = [
  ["group tag", "groupTags"],
  ["order id", "orderIds"],
  ["purchase order", "purchaseOrders"],
] as const satisfies ReadonlyArray<readonly [string, keyof Assignment]>

const overlapsWith = (younger: OfferedProfile, older: OfferedProfile): ReadonlyArray<Overlap> =>
  LISTS.flatMap(([what, list]) =>
    younger.assign[list]
      .filter((value) => older.assign[list].includes(value))
      .map((value) => ({
        name: younger.ref.name,
        rule: `${what} "${value}"`,
        olderProfile: older.ref.name,
      })),
  )

/** The rules of some profiles that never win: an older profile takes every device that has this tag or order. */
export const overlapsIn = (
  { profiles }: ProfileCatalogue,
  names: ReadonlySet<string>,
): ReadonlyArray<Overlap> =>
  profiles
    .filter(({ ref }) => names.has(ref.name))
    .flatMap((younger) =>
      profiles
        .filter(({ assign, rank }) => rank < younger.rank && assign.where === null)
        .flatMap((older) => overlapsWith(younger, older)),
    )
