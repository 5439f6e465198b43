import { Effect, Layer, Result, Stream } from "effect"
import { type DomainFact, decodeFact } from "#domain/catalogue"
import { deviceFacts, evolve, initialDevice } from "#domain/device"
import { parseMembershipRule } from "#domain/directory"
import {
  type EnrolmentFact,
  type EnrolmentState,
  enrolmentEvents,
  evolveEnrolment,
  initialEnrolment,
} from "#domain/enrolment"
import { partKeys } from "#domain/hardware"
import { streamId, type Timestamp } from "#domain/kernel"
import type {
  KnownGroup,
  OfferedPage,
  OfferedProfile,
  PageCatalogue,
  ProfileCatalogue,
} from "#domain/profile"
import { EventStore, Knowledge, type RecordedEvent, type RunningAttempt, START } from "#workflows/ports"

interface Read {
  readonly fact: DomainFact
  readonly event: RecordedEvent
}

/** A group that was created, and a page that is offered. */
const groupOf = ({ fact }: Read): ReadonlyArray<KnownGroup> => {
  if (fact.type !== "GroupCreated") return []
  const { groupId: id, membershipRule, name } = fact.data
  const rule = membershipRule === null ? null : Result.getOrThrow(parseMembershipRule(membershipRule))
  return [{ id, name, rule }]
}

const byName = <A extends { readonly name: string }>(all: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...new Map(all.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1))

const pagesOf = (read: ReadonlyArray<Read>): ReadonlyArray<OfferedPage> => {
  const pages = new Map<string, OfferedPage>()
  for (const { event, fact } of read) {
    if (fact.type === "EspPageRetired") pages.delete(fact.data.name)
    if (fact.type !== "EspPagePublished") continue
    const { name, settings, sourceDigest: digest, version } = fact.data
    pages.set(name, { ref: { profileId: streamId(event.stream), name, version, digest }, settings })
  }
  return [...pages.values()]
}

const OTHERS: ReadonlyArray<string> = ["GroupCreated", "EspPagePublished", "EspPageRetired"]

const catalogueOf = (read: ReadonlyArray<Read>): ProfileCatalogue & PageCatalogue => {
  let generation = 0
  const profiles = new Map<string, OfferedProfile>()
  for (const { event, fact } of read) {
    if (OTHERS.includes(fact.type)) generation++
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
  const groups = byName(read.flatMap(groupOf))
  return { generation, groups, profiles: [...profiles.values()], pages: pagesOf(read) }
}

const ofTenant = (read: ReadonlyArray<Read>, tenantId: string): ReadonlyArray<Read> =>
  read.filter(({ event }) => event.metadata.tenant === tenantId)

/** The groups of a person who is assigned to a device. */
const groupsOfUser = (read: ReadonlyArray<Read>, userId: string | null): ReadonlyArray<string> | null => {
  if (userId === null) return null
  const groups = new Set<string>()
  for (const { fact } of read) {
    if (fact.type === "SubjectErased" && fact.data.userId === userId) groups.clear()
    if (fact.type === "UserAddedToGroup" && fact.data.userId === userId) groups.add(fact.data.groupId)
    if (fact.type === "UserRemovedFromGroup" && fact.data.userId === userId) groups.delete(fact.data.groupId)
  }
  return [...groups]
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
        Effect.map(all, (read) => {
          const { generation, groups, profiles } = catalogueOf(ofTenant(read, tenantId))
          return { generation, groups, profiles }
        }),
      pageCatalogue: (tenantId) =>
        Effect.map(all, (read) => {
          const { generation, groups, pages } = catalogueOf(ofTenant(read, tenantId))
          return { generation, groups, pages }
        }),
      assignableDevices: (tenantId, { after, limit }) =>
        Effect.map(all, (read) => {
          return [...devicesIn(read.filter(({ event }) => event.metadata.tenant === tenantId))]
            .filter(([id, { status }]) => status === "registered" && id > after)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .slice(0, limit)
            .flatMap(([deviceId, { registration }]) =>
              registration === null
                ? []
                : [
                    {
                      deviceId,
                      facts: deviceFacts(registration),
                      userGroups: groupsOfUser(ofTenant(read, tenantId), registration.assignedUser),
                      profile: registration.profile,
                    },
                  ],
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
