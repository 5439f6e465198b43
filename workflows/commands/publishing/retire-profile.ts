import { Effect } from "effect"
import { Refusal } from "#domain/kernel"
import { Keys, Knowledge } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { execute, stateOf } from "../execution/execute.ts"
import { profileKind } from "../execution/stream-kinds.ts"
import { namedStream, profileIdOf } from "./profiles.ts"

/** How many devices a refusal names. */
const NAMED = 5

const stillAssigned = (name: string, serials: ReadonlyArray<string>) =>
  new Refusal({
    kind: "conflict",
    code: "profile-assigned",
    what: `The profile "${name}" is assigned to ${serials
      .slice(0, NAMED)
      .map((serial) => `"${serial}"`)
      .join(", ")}${serials.length > NAMED ? " and more devices" : ""}.`,
    remedy: "Give these devices another profile first, or let a plan show what retiring it does to them.",
  })

/** The serial numbers of devices that a profile is assigned to, not many more than a refusal names. */
const assignedTo = Effect.fnUntraced(function* (tenantId: string, profileId: string) {
  const knowledge = yield* Knowledge
  const serials: Array<string> = []
  for (let after = ""; serials.length <= NAMED; ) {
    const page = yield* knowledge.assignableDevices(tenantId, { after, limit: 500 })
    for (const { facts, profile } of page)
      if (profile?.profileId === profileId) serials.push(facts.serialNumber)
    const last = page.at(-1)
    if (last === undefined) break
    after = last.deviceId
  }
  return serials
})

/**
 * Retires a profile or an Enrollment Status Page: it is given to nobody any more; running attempts keep it. Refused while devices are assigned to it,
 * unless a plan has named them. Source: Intune, "you can't delete a profile that is assigned".
 *
 * @param planned by a plan that was made after this version, and has named the devices
 */
export const retireProfile = Effect.fn("retireProfile")(function* (
  name: string,
  caller: TenantCaller,
  planned?: { readonly after: number },
) {
  const profileId = profileIdOf(caller.tenantId, { kind: "DeploymentProfile", name })
  const stream = namedStream(caller.tenantId, name)
  // A page is nobody's until a device enrols.
  const isPage = (yield* stateOf(profileKind, stream)).state.pages.length > 0
  const serials = planned !== undefined || isPage ? [] : yield* assignedTo(caller.tenantId, profileId)
  if (serials.length > 0) return yield* stillAssigned(name, serials)
  const origin = originOf(yield* Keys, caller, "retire-profile", { name })
  return yield* execute(profileKind, stream, { type: "Retire", after: planned?.after }, origin)
})
