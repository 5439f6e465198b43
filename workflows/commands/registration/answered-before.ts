import { Effect } from "effect"
import { deriveId } from "#domain/kernel"
import { isSameCommand, keyReused } from "../execution/answer.ts"
import type { Origin } from "../execution/caller.ts"
import { Devices } from "../execution/devices.ts"
import type { Claim } from "./claims.ts"

/** The devices that a machine was ever registered as by a tenant, with the one that a command would make. */
const devicesOf = (tenantId: string, claims: ReadonlyArray<Claim>, origin: Origin): ReadonlySet<string> => {
  const ids = new Set([deriveId("device", origin.commandId)])
  for (const { state } of claims) {
    const { former, holder } = state
    for (const one of holder === null ? former : [holder, ...former])
      if (one.tenantId === tenantId) ids.add(one.deviceId)
  }
  return ids
}

/**
 * The answer of a registration that was carried out before, whatever became of the device since; null if it was not.
 *
 * @param claims those on the machine; none where it cannot be found any more
 */
export const answeredBefore = Effect.fnUntraced(function* (
  tenantId: string,
  claims: ReadonlyArray<Claim>,
  origin: Origin,
) {
  const devices = yield* Devices
  for (const id of devicesOf(tenantId, claims, origin)) {
    const answered = (yield* devices.load(id)).end.answered.get(origin.commandId)
    if (answered === undefined) continue
    return isSameCommand(answered, origin) ? answered.answer : yield* keyReused()
  }
  return null
})
