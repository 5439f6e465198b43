import { Effect, Result } from "effect"
import type { EnrolmentFactOf } from "#domain/enrolment"
import { deriveId, streamId } from "#domain/kernel"
import {
  chooseProfile,
  type DeviceFacts,
  type Holds,
  type ProfileCatalogue,
  unknownDevice,
} from "#domain/profile"
import { convertEnrolment, MachineLibrary, type ReadFact, weighConversion } from "#workflows/commands"
import { evaluateWhere } from "#workflows/language"
import { Knowledge, type RecordedEvent } from "#workflows/ports"
import { type Process, processOrigin } from "./process.ts"

const NAME = "conversion"
const PAGE = 500
const SIDE_BY_SIDE = 16

const holds: Holds = (expression, device) => Result.getOrElse(evaluateWhere(expression, device), () => false)

/** What rules of assignment see of a device that is not registered: it has no tag, no order and no name of its own. */
const factsOf = ({
  manufacturer,
  model,
  serialNumber,
}: Pick<EnrolmentFactOf<"DeviceEnrolledOrdinarily">["data"], "manufacturer" | "model" | "serialNumber">) =>
  ({ ...unknownDevice, manufacturer, model, serialNumber }) satisfies DeviceFacts

/** The profiles of a tenant that convert the devices they are for. */
const converting = Effect.fnUntraced(function* (tenantId: string) {
  const catalogue = yield* (yield* Knowledge).catalogue(tenantId)
  const machines = yield* (yield* MachineLibrary).with(catalogue.profiles.map(({ ref }) => ref))
  const profiles = catalogue.profiles.filter(
    ({ ref }) => machines(ref).settings?.device.convertTargeted === true,
  )
  // A device that is not registered is in no group.
  return { ...catalogue, profiles, groups: [] } satisfies ProfileCatalogue
})

const weigh = (
  enrolmentId: string,
  profile: ReturnType<typeof chooseProfile>["winner"],
  cause: RecordedEvent,
) =>
  weighConversion(
    enrolmentId,
    profile,
    processOrigin(NAME, cause, deriveId(NAME, cause.id, enrolmentId)),
  ).pipe(Effect.asVoid)

/** Weighs every device of a tenant that a change of its profiles may concern. */
const weighAll = Effect.fnUntraced(function* (
  tenantId: string,
  catalogue: ProfileCatalogue,
  cause: RecordedEvent,
) {
  const knowledge = yield* Knowledge
  let after = ""
  while (true) {
    const page = yield* knowledge.convertibleDevices(tenantId, { after, limit: PAGE })
    const weighed = page.flatMap((device) => {
      const { winner } = chooseProfile(catalogue, factsOf(device), holds)
      return winner === null && !device.isAsked ? [] : [{ enrolmentId: device.enrolmentId, winner }]
    })
    yield* Effect.forEach(weighed, ({ enrolmentId, winner }) => weigh(enrolmentId, winner, cause), {
      concurrency: SIDE_BY_SIDE,
      discard: true,
    })
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.enrolmentId
  }
})

const reactFor = Effect.fnUntraced(function* (tenantId: string, batch: ReadonlyArray<ReadFact>) {
  const catalogue = yield* converting(tenantId)
  let changed: RecordedEvent | undefined
  for (const { event, fact } of batch) {
    const enrolmentId = streamId(event.stream)
    if (fact.type === "DeviceEnrolledOrdinarily")
      yield* weigh(enrolmentId, chooseProfile(catalogue, factsOf(fact.data), holds).winner, event)
    else if (fact.type === "HashReported")
      yield* convertEnrolment(
        enrolmentId,
        event,
        processOrigin(NAME, event, deriveId(NAME, event.id, "convert")),
      )
    else changed = event
  }
  if (changed !== undefined) yield* weighAll(tenantId, catalogue, changed)
})

/**
 * Registers devices that enrolled without being registered, where a profile converts those it is for: asks each
 * corporate device for its hash, and registers the hash that it reports. A personal device is skipped. A profile that
 * converts no more takes back what was asked, and deregisters nothing.
 *
 * Source: Microsoft Learn "Windows Autopilot automatic registration" ("Convert all targeted devices to Autopilot").
 */
export const conversion: Process = {
  name: NAME,
  categories: ["enrolment", "profile"],
  handles: ["DeviceEnrolledOrdinarily", "HashReported", "ProfilePublished", "ProfileRetired"],
  react: Effect.fn("conversion")(function* (batch) {
    const last = batch.at(-1)
    if (last === undefined) return
    // Decided on what the read models know, so they must know the cause.
    yield* (yield* Knowledge).reached(last.event.position)
    const byTenant = Map.groupBy(batch, ({ event }) => event.metadata.tenant ?? "")
    for (const [tenantId, events] of byTenant) yield* reactFor(tenantId, events)
  }),
}
