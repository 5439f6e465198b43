import { Effect, Layer, Result, Stream } from "effect"
import { type DomainFact, decodeFact } from "#domain/catalogue"
import { deviceFacts, evolve, initialDevice } from "#domain/device"
import {
  type EnrolmentFact,
  type EnrolmentState,
  enrolmentEvents,
  evolveEnrolment,
  initialEnrolment,
} from "#domain/enrolment"
import { partKeys } from "#domain/hardware"
import { streamId, type Timestamp } from "#domain/kernel"
import type { OfferedProfile, ProfileCatalogue } from "#domain/profile"
import { EventStore, Knowledge, type RecordedEvent, type RunningAttempt, START } from "#workflows/ports"

interface Read {
  readonly fact: DomainFact
  readonly event: RecordedEvent
}

const catalogueOf = (read: ReadonlyArray<Read>): ProfileCatalogue => {
  let generation = 0
  const profiles = new Map<string, OfferedProfile>()
  for (const { event, fact } of read) {
    if (fact.type === "ProfileRetired") {
      generation++
      profiles.delete(fact.data.name)
    }
    if (fact.type !== "ProfilePublished" || fact.data.settings === null) continue
    generation++
    const { machineDigest: digest, name, settings, version } = fact.data
    const rank = profiles.get(name)?.rank ?? generation
    const ref = { profileId: streamId(event.stream), name, version, digest }
    profiles.set(name, { ref, assign: settings.assign, rank })
  }
  return { generation, profiles: [...profiles.values()] }
}

const runningOf = (tenantId: string, read: ReadonlyArray<Read>) => {
  const running = new Map<string, RunningAttempt>()
  const serials = new Map<string, string>()
  for (const { event, fact } of read) {
    if (event.metadata.tenant !== tenantId) continue
    const deviceId = streamId(event.stream)
    if (fact.type === "DeviceRegistered") serials.set(deviceId, fact.data.hardware.serialNumber)
    if (fact.type === "DeploymentSucceeded" || fact.type === "DeploymentFailed") running.delete(deviceId)
    if (fact.type !== "DeploymentStarted") continue
    const { attempt, profile } = fact.data
    const { name, version } = profile
    const serialNumber = serials.get(deviceId) ?? ""
    running.set(deviceId, { deviceId, serialNumber, attempt, profile: { name, version } })
  }
  return [...running.values()]
}

/** Who had signed in when each enrolled device enrolled, by its stream. */
const ownersIn = (tenantId: string, read: ReadonlyArray<Read>) => {
  const signedIn = new Map<string, string>()
  const owners = new Map<string, string>()
  for (const { event, fact } of read.filter(({ event }) => event.metadata.tenant === tenantId)) {
    if (fact.type === "UserSignedIn") signedIn.set(event.stream, fact.data.userId)
    if (fact.type === "DeviceEnrolled") owners.set(event.stream, signedIn.get(event.stream) ?? "")
    if (fact.type === "IntuneRecordRemoved") owners.delete(event.stream)
  }
  return [...owners]
}

const devicesIn = (read: ReadonlyArray<Read>) => {
  const devices = new Map<string, typeof initialDevice>()
  for (const { event, fact } of read) {
    if (!event.stream.startsWith("device-")) continue
    const id = streamId(event.stream)
    const at = event.metadata.recordedAt
    devices.set(id, evolve(devices.get(id) ?? initialDevice, fact as never, { at }))
  }
  return devices
}

const isEnrolmentFact = (fact: DomainFact): fact is EnrolmentFact => Object.hasOwn(enrolmentEvents, fact.type)

const convertibleOf = (tenantId: string, read: ReadonlyArray<Read>, after: string) => {
  const enrolments = new Map<string, EnrolmentState>()
  for (const { event, fact } of read)
    if (event.metadata.tenant === tenantId && isEnrolmentFact(fact)) {
      const id = streamId(event.stream)
      enrolments.set(id, evolveEnrolment(enrolments.get(id) ?? initialEnrolment, fact))
    }
  return [...enrolments]
    .filter(([id]) => id > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([enrolmentId, { convertedTo, enrolled, request }]) => {
      if (enrolled === null || convertedTo !== null) return []
      const { manufacturer, model, serialNumber } = enrolled
      return [{ enrolmentId, manufacturer, model, serialNumber, isAsked: request !== null }]
    })
}

/** The tenant that registered a device. */
const ownerOf = (deviceId: string, read: ReadonlyArray<Read>): string =>
  read.findLast(({ event, fact }) => fact.type === "DeviceRegistered" && streamId(event.stream) === deviceId)
    ?.event.metadata.tenant ?? ""

/** Knowledge read from the whole log each time: slow, and right by its shortness. */
export const logKnowledge = Layer.effect(
  Knowledge,
  Effect.gen(function* () {
    const store = yield* EventStore
    const all = store.readAll(START).pipe(
      Stream.map(
        (event): Read => ({
          event,
          fact: Result.getOrThrow(decodeFact(event.type, event.metadata.version, event.payload.data)),
        }),
      ),
      Stream.runCollect,
      Effect.orDie,
    )
    const wakes = Effect.map(all, (read) => {
      const byStream = new Map<string, { stream: string; tenantId: string; dueAt: Timestamp }>()
      for (const { event } of read) {
        const { tenant = "", wakeAt } = event.metadata
        if (wakeAt === null) byStream.delete(event.stream)
        else if (wakeAt !== undefined)
          byStream.set(event.stream, { stream: event.stream, tenantId: tenant, dueAt: wakeAt.dueAt })
      }
      return [...byStream.values()].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
    })
    return Knowledge.of({
      reached: () => Effect.void,
      catalogue: (tenantId) =>
        Effect.map(all, (read) =>
          catalogueOf(read.filter(({ event }) => event.metadata.tenant === tenantId)),
        ),
      assignableDevices: (tenantId, { after, limit }) =>
        Effect.map(all, (read) => {
          return [...devicesIn(read.filter(({ event }) => event.metadata.tenant === tenantId))]
            .filter(([id, { status }]) => status === "registered" && id > after)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .slice(0, limit)
            .flatMap(([deviceId, { registration }]) =>
              registration === null
                ? []
                : [{ deviceId, facts: deviceFacts(registration), profile: registration.profile }],
            )
        }),
      convertibleDevices: (tenantId, { after, limit }) =>
        Effect.map(all, (read) => convertibleOf(tenantId, read, after).slice(0, limit)),
      runningAttempts: (tenantId, limit) =>
        Effect.map(all, (read) => runningOf(tenantId, read).slice(0, limit)),
      devicesOf: (tenantId, userId, except) =>
        Effect.map(
          all,
          (read) =>
            ownersIn(tenantId, read).filter(
              ([stream, owner]) => owner === userId && streamId(stream) !== except,
            ).length,
        ),
      partHolders: (digests) =>
        Effect.map(all, (read) =>
          [...devicesIn(read)]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .flatMap(([deviceId, { registration, status }]) =>
              status !== "registered" || registration === null
                ? []
                : partKeys(registration.hardware)
                    .filter(({ digest }) => digests.includes(digest))
                    .map(({ digest }) => ({
                      digest,
                      deviceId,
                      tenantId: ownerOf(deviceId, read),
                      serialNumber: registration.hardware.serialNumber,
                    }))
                    .sort((a, b) => (a.digest < b.digest ? -1 : 1)),
            ),
        ),
      due: (now, limit) =>
        Effect.map(wakes, (due) => due.filter(({ dueAt }) => dueAt <= now).slice(0, limit)),
      nextDue: Effect.map(wakes, ([first]) => first?.dueAt ?? null),
    })
  }),
)
