import fc from "fast-check"
import { ESP_PHASES } from "#domain/deployment"
import type { DeviceFact } from "#domain/device"
import type { ImportFact } from "#domain/import"
import type { PartnerFact } from "#domain/partner"
import { published, publishedPage, retired } from "./published-profiles.ts"
import { type GivenFact, minute, TENANT } from "./recorded-facts.ts"
import * as told from "./told-facts.ts"

/** A fact and the stream it belongs to. */
export interface StreamFact {
  readonly stream: string
  readonly fact: GivenFact
}

const attempt = fc.integer({ min: 1, max: 3 })
const phase = fc.constantFrom(...ESP_PHASES)
/** The rule of a group of all Autopilot devices. */
const ALL = '(device.devicePhysicalIds -any (_ -contains "[ZTDId]"))'
const tag = fc.constantFrom("sales", "kiosk", "lab")
const personal = [{ subject: "ann", values: { userPrincipalName: "ann@contoso.com" } }]

const registration: fc.Arbitrary<DeviceFact> = fc.oneof(
  fc.record({ groupTag: fc.option(tag), orderId: fc.option(tag) }).map(told.registered),
  tag.map((after): DeviceFact => ({ type: "GroupTagChanged", data: { before: null, after } })),
  tag.map(
    (orderId): DeviceFact => ({
      type: "OrderChanged",
      data: { before: { orderId: null, purchaseOrder: null }, after: { orderId, purchaseOrder: null } },
    }),
  ),
  tag.map((name) => told.assigned(name)),
  fc.constantFrom<DeviceFact>(
    { type: "ProfileUnassigned", data: { candidates: [], catalogue: 1 } },
    { type: "UserAssigned", data: { userId: "ann" }, personal },
    { type: "UserUnassigned", data: { userId: "ann" } },
    { type: "DeviceDeregistered", data: { reason: "sold" } },
    { type: "IntuneRecordRemoved", data: { reason: "wiped" } },
    { type: "RemediationResolved", data: { how: "registered anew" } },
    { type: "DeviceAddedToGroup", data: { groupId: "kiosks", name: "kiosks" } },
    { type: "DeviceAddedToGroup", data: { groupId: "labs", name: "labs" } },
    { type: "DeviceRemovedFromGroup", data: { groupId: "kiosks", name: "kiosks" } },
  ),
)

const deployment: fc.Arbitrary<DeviceFact> = fc.oneof(
  ...[told.started, told.connected, told.answered, told.signedIn, told.joined, told.enrolled].map((fact) =>
    attempt.map((number): DeviceFact => fact(number)),
  ),
  ...[told.phaseStarted, told.phaseCompleted, told.appFailed].map((fact) =>
    fc.tuple(phase, attempt).map(([name, number]) => fact(name, number)),
  ),
  ...[told.retried, told.released, told.succeeded].map((fact) =>
    attempt.map((number): DeviceFact => fact(number)),
  ),
)

const envelope = <Fact extends GivenFact>(fact: fc.Arbitrary<Fact>) =>
  fc
    .tuple(
      fact,
      fc.integer({ min: 0, max: 90 }),
      fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
    )
    .map(([one, at, due]): GivenFact => {
      if (due === undefined) return { ...one, minute: at }
      return { ...one, minute: at, wakeAt: due < 20 ? null : { state: "waiting", dueAt: minute(due) } }
    })

const ofDevice = fc.record({
  stream: fc.constantFrom("device-d1", "device-d2", "device-d3"),
  fact: envelope(fc.oneof({ weight: 1, arbitrary: registration }, { weight: 2, arbitrary: deployment })),
})

const ofProfile = fc
  .tuple(tag, fc.integer({ min: 1, max: 5 }), fc.boolean())
  .map(([name, version, ends]) => ({
    stream: `profile-${name}`,
    fact: ends ? retired(name, version) : published(name, version),
  }))

const ofPage = fc.tuple(fc.constantFrom("first-page", "other-page"), fc.boolean()).map(
  ([name, ends]): StreamFact => ({
    stream: `profile-${name}`,
    fact: ends ? { type: "EspPageRetired", data: { name, version: 1 } } : publishedPage(name, 1),
  }),
)

const ofGroup = fc.constantFrom("kiosks", "labs").map(
  (name): StreamFact => ({
    stream: `group-${name}`,
    fact: {
      type: "GroupCreated",
      data: { groupId: name, name, description: "", membershipRule: name === "labs" ? ALL : null },
    },
  }),
)

const ofMember = fc.constantFrom<StreamFact>(
  {
    stream: "user-ann",
    fact: {
      type: "UserAddedToGroup",
      data: { userId: "ann", groupId: "kiosks", name: "kiosks" },
      personal,
    },
  },
  {
    stream: "user-ann",
    fact: { type: "UserRemovedFromGroup", data: { userId: "ann", groupId: "kiosks", name: "kiosks" } },
  },
)

const importFact = (importId: string): fc.Arbitrary<ImportFact> =>
  fc.constantFrom<ImportFact>(
    { type: "ImportSubmitted", data: { importId, rows: 2, refused: [] } },
    { type: "RowAccepted", data: { line: 2, serialNumber: "S", deviceId: "d1", notes: [] } },
    { type: "ImportCompleted", data: { accepted: 1, rejected: 0 } },
  )

const ofImport = fc
  .constantFrom("monday", "tuesday")
  .chain((id) => importFact(id).map((fact) => ({ stream: `import-${id}`, fact })))

const ofTenant = fc.constantFrom("Contoso", "Fabrikam").map(
  (name): StreamFact => ({
    stream: `tenant-${name}`,
    fact: { type: "TenantCreated", data: { tenantId: TENANT, name, domains: [] } },
  }),
)

const partnerFact = (authorizationId: string): fc.Arbitrary<PartnerFact> =>
  fc.constantFrom<PartnerFact>(
    told.authorizationRequested(authorizationId),
    told.authorizationGranted(authorizationId),
    { type: "PartnerAuthorizationRefused", data: { authorizationId, reason: "unknown to us" } },
    { type: "PartnerAuthorizationRevoked", data: { authorizationId, reason: "over" } },
  )

const ofPartner = fc
  .constantFrom("first", "second")
  .chain((id) => partnerFact(id).map((fact) => ({ stream: "partner-northwind", fact })))

const ofClaimCheck = fc.boolean().map(
  (claimable): StreamFact => ({
    stream: "check-1",
    fact: { type: "ClaimChecked", data: { fingerprint: "0".repeat(64), claimable } },
  }),
)

const ofPerson = fc.constant<StreamFact>({
  stream: "user-ann",
  fact: { type: "SubjectErased", data: { userId: "ann", reason: "asked for it" } },
})

/** Any fact that read models are made from, whether it makes sense after the others or not. */
const anyFact: fc.Arbitrary<StreamFact> = fc.oneof(
  { weight: 12, arbitrary: ofDevice },
  { weight: 3, arbitrary: ofProfile },
  { weight: 1, arbitrary: ofPage },
  { weight: 1, arbitrary: ofGroup },
  { weight: 1, arbitrary: ofMember },
  { weight: 2, arbitrary: ofImport },
  { weight: 1, arbitrary: ofPartner },
  { weight: 1, arbitrary: ofClaimCheck },
  { weight: 1, arbitrary: ofTenant },
  { weight: 1, arbitrary: ofPerson },
)

/** A device that goes straight from its registration to its enrolment, which chance alone hardly ever tells. */
const enrolment = fc
  .tuple(fc.constantFrom("device-d1", "device-d2", "device-d3"), attempt)
  .map(
    ([stream, number]): ReadonlyArray<StreamFact> =>
      [told.registered(), ...told.upToEnrolled(number)].map((fact) => ({ stream, fact })),
  )

/** A device that enrolled without being registered, as far as its conversion came. */
const conversion = fc
  .tuple(fc.uuid(), fc.integer({ min: 1, max: told.conversion.length }))
  .map(
    ([id, length]): ReadonlyArray<StreamFact> =>
      told.conversion.slice(0, length).map((fact) => ({ stream: `enrolment-${id}`, fact })),
  )

const anyFacts: fc.Arbitrary<ReadonlyArray<StreamFact>> = fc.oneof(
  { weight: 15, arbitrary: anyFact.map((fact) => [fact]) },
  { weight: 1, arbitrary: enrolment },
  { weight: 1, arbitrary: conversion },
)

/** Leaves out what no decision ever records: an attempt that begins twice, the retirement of what is not offered. */
const decided = (log: ReadonlyArray<ReadonlyArray<StreamFact>>) => {
  const attempts = new Set<string>()
  const offered = new Set<string>()
  const isDecided = ({ fact, stream }: StreamFact): boolean => {
    if (fact.type === "DeploymentStarted") {
      const attempt = `${stream} ${fact.data.attempt}`
      return !attempts.has(attempt) && attempts.add(attempt).size > 0
    }
    if (fact.type === "ProfilePublished") offered.add(stream)
    return fact.type !== "ProfileRetired" || offered.delete(stream)
  }
  return log.map((part) => part.filter(isDecided))
}

/** The facts of a log, cut anywhere. */
export const anyLog = fc
  .array(fc.array(anyFacts, { maxLength: 12 }), { maxLength: 5 })
  .map((parts) => decided(parts.map((part) => part.flat())))
