import { Effect, Result } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { deriveId, streamId } from "#domain/kernel"
import { type Holds, isSameVersion, type ProfileCatalogue, winnerFor } from "#domain/profile"
import { executeDevice, type ReadFact } from "#workflows/commands"
import { evaluateWhere } from "#workflows/language"
import { type AssignableDevice, Knowledge, type RecordedEvent } from "#workflows/ports"
import { type Process, processOrigin, tolerateGone } from "./process.ts"

const PAGE = 500
const SIDE_BY_SIDE = 16

const holds: Holds = (expression, device) => Result.getOrElse(evaluateWhere(expression, device), () => false)

const assign = (deviceId: string, catalogue: ProfileCatalogue, cause: RecordedEvent) =>
  executeDevice(
    { deviceId, command: { type: "AssignProfile", catalogue } },
    processOrigin("assignment", cause, deriveId("assignment", cause.id, deviceId)),
  ).pipe(tolerateGone)

/** Whether a device's profile is no longer the one that it is to have. */
const isTouched = ({ facts, profile }: AssignableDevice, catalogue: ProfileCatalogue): boolean =>
  !isSameVersion(winnerFor(catalogue, facts, holds)?.ref ?? null, profile)

const assignTenant = Effect.fnUntraced(function* (
  tenantId: string,
  catalogue: ProfileCatalogue,
  cause: RecordedEvent,
) {
  const knowledge = yield* Knowledge
  let after = ""
  while (true) {
    const page = yield* knowledge.assignableDevices(tenantId, { after, limit: PAGE })
    const touched = page.filter((device) => isTouched(device, catalogue))
    yield* Effect.forEach(touched, ({ deviceId }) => assign(deviceId, catalogue, cause), {
      concurrency: SIDE_BY_SIDE,
      discard: true,
    })
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.deviceId
  }
})

const touchesTenant = (fact: DomainFact): boolean =>
  fact.type === "ProfileRetired" ||
  // A profile may have named the group before there was one.
  fact.type === "GroupCreated" ||
  (fact.type === "ProfilePublished" && fact.data.kind === "DeploymentProfile")

/** The last cause of each kind among the events of one tenant. */
const causesOf = (batch: ReadonlyArray<ReadFact>) => {
  const devices = new Map<string, RecordedEvent>()
  let catalogue: RecordedEvent | undefined
  for (const { event, fact } of batch)
    if (touchesTenant(fact)) catalogue = event
    else if (fact.type !== "ProfilePublished") devices.set(streamId(event.stream), event)
  return { devices, catalogue }
}

const reactFor = Effect.fnUntraced(function* (tenantId: string, batch: ReadonlyArray<ReadFact>) {
  const catalogue = yield* (yield* Knowledge).catalogue(tenantId)
  const causes = causesOf(batch)
  yield* Effect.forEach(causes.devices, ([deviceId, cause]) => assign(deviceId, catalogue, cause), {
    concurrency: SIDE_BY_SIDE,
    discard: true,
  })
  if (causes.catalogue !== undefined) yield* assignTenant(tenantId, catalogue, causes.catalogue)
})

/**
 * Gives every device the profile that it is to have: after a registration or a change of what rules look at, that one
 * device; after a publication, a retirement or a new group, exactly the devices whose profile that changes.
 */
export const assignment: Process = {
  name: "assignment",
  categories: ["device", "profile", "group"],
  handles: [
    "TenantAssociated",
    "GroupTagChanged",
    "OrderChanged",
    "UserAssigned",
    "UserUnassigned",
    "DeviceNamed",
    "DeviceAddedToGroup",
    "DeviceRemovedFromGroup",
    "HardwareRehashed",
    "ProfilePublished",
    "ProfileRetired",
    "GroupCreated",
  ],
  react: Effect.fn("assignment")(function* (batch) {
    const last = batch.at(-1)
    if (last === undefined) return
    // Decided on what the read models know, so they must know the cause.
    yield* (yield* Knowledge).reached(last.event.position)
    const byTenant = Map.groupBy(batch, ({ event }) => event.metadata.tenant ?? "")
    for (const [tenantId, events] of byTenant) yield* reactFor(tenantId, events)
  }),
}
