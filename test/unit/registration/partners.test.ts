import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { streamId, streamName, Timestamp } from "#domain/kernel"
import {
  assignUser,
  deliverHardware,
  deregister,
  deregisterForTenant,
  type PartnerCaller,
  readFacts,
  refuseAuthorization,
  registerForTenant,
  registerOwn,
  requestAuthorization,
  revokeAuthorization,
} from "#workflows/commands"
import { EventStore, START } from "#workflows/ports"
import {
  callerIn,
  contoso,
  discovered,
  registered,
  tenantNamed,
  upToEnrolment,
} from "../../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import {
  authorized,
  byHash,
  byProductKey,
  byTuple,
  delivered,
  FAR,
  identified,
  partnerIn,
} from "../../support/partners.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** What something came to: `done`, or the code of its refusal. */
const outcome = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.map(() => "done"),
    Effect.catch((error) =>
      Effect.succeed(
        "code" in error ? `${"number" in error ? `${error.number} ` : ""}${error.code}` : error._tag,
      ),
    ),
  )

const registerNotebook = (caller: PartnerCaller, groupTag: string | null = null) =>
  registerForTenant(identified(byHash(NOTEBOOK), { groupTag }), caller)

const history = (stream: string) =>
  Effect.map(readFacts(stream), (facts) => facts.map(({ event, fact }) => ({ fact, ...event.metadata })))

describe("a partner's registration", () => {
  it.effect("carries partner, method, grant and its revision, and the tenant sees all of it", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const id = yield* authorized(tenantId, { kind: "direct-csp" })
      const { stream } = yield* registerNotebook(partnerIn(tenantId, "northwind"))
      const authorization = { id, partnerId: "northwind", revision: 1 }
      for (const { actor, fact, tenant } of yield* history(stream)) {
        assert.deepStrictEqual(actor, { kind: "partner", id: "northwind" })
        assert.strictEqual(tenant, tenantId)
        if (fact.type !== "DeviceRegistered" && fact.type !== "TenantAssociated") continue
        assert.deepStrictEqual(fact.data.authorization, authorization)
        assert.strictEqual(fact.data.method, "csp")
      }
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused without a grant, before anything is said of the device", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* registered(callerIn(yield* tenantNamed("Fabrikam")))
      const northwind = () => partnerIn(tenantId, "northwind")
      assert.strictEqual(yield* outcome(registerNotebook(northwind())), "partner-not-authorized")
      const byNothing = identified({ by: "pkid", productKeyId: "1" })
      assert.strictEqual(yield* outcome(registerForTenant(byNothing, northwind())), "partner-not-authorized")
      yield* authorized(tenantId, { kind: "direct-csp" })
      assert.strictEqual(yield* outcome(registerNotebook(northwind())), "808 device-registered-elsewhere")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused after the revocation; what was done before stays, and its repeat is answered", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const authorizationId = yield* authorized(tenantId, { kind: "direct-csp" })
      const caller = partnerIn(tenantId, "northwind")
      const first = yield* registerNotebook(caller)
      const ref = { partnerId: "northwind", authorizationId }
      yield* revokeAuthorization(ref, "contract ended", callerIn(tenantId))
      assert.deepStrictEqual(yield* registerNotebook(caller), first)
      const another = registerForTenant(identified(byHash(NEIGHBOUR)), partnerIn(tenantId, "northwind"))
      assert.strictEqual(yield* outcome(another), "partner-not-authorized")
      assert.strictEqual((yield* discovered()).deviceId, streamId(first.stream))
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused when the time of the grant is over, and outside its group tags", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const until = Timestamp.make("1970-01-02T00:00:00.000Z")
      const scope = { acts: ["register"], groupTags: ["sales"] } as const
      yield* authorized(tenantId, { kind: "direct-csp", until, scope })
      const northwind = () => partnerIn(tenantId, "northwind")
      assert.strictEqual(yield* outcome(registerNotebook(northwind())), "partner-group-tag-not-granted")
      assert.strictEqual(yield* outcome(registerNotebook(northwind(), "sales")), "done")
      yield* TestClock.adjust("1 day")
      const another = identified(byHash(NEIGHBOUR), { groupTag: "sales" })
      assert.strictEqual(
        yield* outcome(registerForTenant(another, northwind())),
        "partner-authorization-expired",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of an indirect provider goes by API through its reseller, whose own goes by file", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const authorizationId = yield* authorized(tenantId, {
        kind: "indirect-reseller",
        providers: ["adatum"],
      })
      const provider = () => partnerIn(tenantId, "adatum", "northwind")
      const alone = registerNotebook(partnerIn(tenantId, "adatum"))
      assert.strictEqual(yield* outcome(alone), "partner-not-authorized")
      const { stream } = yield* registerNotebook(provider())
      const [registeredBy] = yield* history(stream)
      assert.deepStrictEqual(registeredBy?.actor, { kind: "partner", id: "adatum" })
      assert.deepStrictEqual(
        registeredBy?.fact.type === "DeviceRegistered" && registeredBy.fact.data.authorization,
        { id: authorizationId, partnerId: "northwind", revision: 1 },
      )
      const reseller = () => partnerIn(tenantId, "northwind")
      const neighbour = identified(byHash(NEIGHBOUR))
      assert.strictEqual(yield* outcome(registerForTenant(neighbour, reseller())), "channel-not-allowed")
      const filed = { ...neighbour, channel: "file", import: { importId: "order-7", line: 2 } } as const
      assert.strictEqual(yield* outcome(registerForTenant(filed, reseller())), "done")
      yield* revokeAuthorization({ partnerId: "northwind", authorizationId }, "over", callerIn(tenantId))
      assert.strictEqual(yield* outcome(registerNotebook(provider())), "partner-not-authorized")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("may not act on what the tenant refused it", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const request = {
        name: "Northwind",
        kind: "direct-csp",
        providers: [],
        scope: { acts: ["register"], groupTags: null },
        until: FAR,
      } as const
      const { authorizationId } = yield* requestAuthorization(request, partnerIn(tenantId, "northwind"))
      const ref = { partnerId: "northwind", authorizationId }
      yield* refuseAuthorization(ref, "unknown to us", callerIn(tenantId))
      assert.strictEqual(
        yield* outcome(registerNotebook(partnerIn(tenantId, "northwind"))),
        "partner-not-authorized",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("can only be asked of a tenant that there is", () =>
    Effect.gen(function* () {
      const request = {
        name: "Northwind",
        kind: "direct-csp",
        providers: [],
        scope: { acts: ["register"], groupTags: null },
        until: FAR,
      } as const
      const asked = requestAuthorization(request, partnerIn("nobody", "northwind"))
      assert.strictEqual(yield* outcome(asked), "tenant-unknown")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a registration by what the box says", () => {
  it.effect("finds the hash that the manufacturer delivered, and both facts are in the history", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const [report] = yield* delivered("cbr-1", NOTEBOOK)
      yield* TestClock.adjust("30 days")
      yield* authorized(tenantId, { kind: "oem" })
      const { facts } = yield* registerForTenant(
        identified(byTuple(NOTEBOOK)),
        partnerIn(tenantId, "northwind"),
      )
      const [known, owned] = facts
      assert.deepStrictEqual(known?.type === "DeviceRegistered" && known.data.known, {
        reportId: report?.delivered === true ? report.reportId : "",
        revision: 0,
        since: Timestamp.make("1970-01-01T00:00:00.000Z"),
        by: { kind: "partner", id: "fabrikam-oem" },
        delivery: { deliveryId: "cbr-1", line: 2 },
      })
      assert.strictEqual(known?.type === "DeviceRegistered" && known.data.identifiedBy, "tuple")
      assert.strictEqual(owned?.type === "TenantAssociated" && owned.data.method, "oem")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is 812 where no hash was delivered, 803 where nothing is said", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* authorized(tenantId, { kind: "oem" })
      yield* delivered("cbr-1", NEIGHBOUR)
      const oem = () => partnerIn(tenantId, "northwind")
      for (const device of [byTuple(NOTEBOOK), byProductKey(NOTEBOOK)])
        assert.strictEqual(
          yield* outcome(registerForTenant(identified(device), oem())),
          "812 hardware-not-found",
        )
      const nothing = byTuple({ ...NOTEBOOK, serialNumber: "To be filled by O.E.M." })
      assert.strictEqual(
        yield* outcome(registerForTenant(identified(nothing), oem())),
        "803 identifier-unusable",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is 813 where several machines go by it, and not where one machine was delivered twice", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* authorized(tenantId, { kind: "oem" })
      const twin = { ...NEIGHBOUR, productKeyId: NOTEBOOK.productKeyId }
      yield* delivered("cbr-1", NOTEBOOK)
      yield* delivered("cbr-2", { ...NOTEBOOK, memoryGiB: 32 })
      yield* delivered("cbr-3", twin)
      const oem = () => partnerIn(tenantId, "northwind")
      const byKey = registerForTenant(identified(byProductKey(NOTEBOOK)), oem())
      assert.strictEqual(yield* outcome(byKey), "813 hardware-not-unique")
      const { facts } = yield* registerForTenant(identified(byTuple(NOTEBOOK)), oem())
      const [first] = facts
      assert.strictEqual(first?.type === "DeviceRegistered" && first.data.hardware.memoryGiB, 32)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is 812 after the main board was replaced: only the new hash works", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* authorized(tenantId, { kind: "direct-csp" })
      yield* delivered("cbr-1", NOTEBOOK)
      yield* TestClock.adjust("1 day")
      const repaired = {
        ...NEIGHBOUR,
        manufacturer: NOTEBOOK.manufacturer,
        model: NOTEBOOK.model,
        serialNumber: NOTEBOOK.serialNumber,
      }
      const csp = () => partnerIn(tenantId, "northwind")
      const { stream } = yield* registerForTenant(identified(byHash(repaired)), csp())
      yield* deregister(streamId(stream), "returned", callerIn(tenantId))
      for (const device of [byTuple(NOTEBOOK), byProductKey(NOTEBOOK)])
        assert.strictEqual(
          yield* outcome(registerForTenant(identified(device), csp())),
          "812 hardware-not-found",
        )
      assert.strictEqual(yield* outcome(registerForTenant(identified(byHash(repaired)), csp())), "done")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused to owners, saying who may; their hash is taken", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* delivered("cbr-1", NOTEBOOK)
      for (const device of [byTuple(NOTEBOOK), byProductKey(NOTEBOOK)])
        assert.strictEqual(
          yield* outcome(registerOwn(identified(device), callerIn(tenantId))),
          "identifier-not-allowed",
        )
      assert.strictEqual(
        yield* outcome(registerOwn(identified(byHash(NOTEBOOK)), callerIn(tenantId))),
        "done",
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})

/** A notebook that a partner registered for Contoso, enrolled by Ann and meant for Bob. */
const inUse = Effect.gen(function* () {
  const tenantId = yield* contoso
  const authorizationId = yield* authorized(tenantId, { kind: "direct-csp" })
  const { stream } = yield* registerNotebook(partnerIn(tenantId, "northwind"))
  const deviceId = streamId(stream)
  const { report } = yield* discovered()
  for (const one of upToEnrolment()) yield* report(one)
  yield* assignUser(deviceId, "bob@contoso.com", callerIn(tenantId))
  return { tenantId, authorizationId, deviceId }
})

describe("a partner's deregistration", () => {
  it.effect("ends the registration alone, under its grant, and names what is left", () =>
    Effect.gen(function* () {
      const { authorizationId, deviceId, tenantId } = yield* inUse
      const caller = partnerIn(tenantId, "northwind")
      const answer = yield* deregisterForTenant(deviceId, "returned", caller)
      assert.deepStrictEqual(
        answer.facts.map(({ type }) => type),
        ["DeregistrationStarted", "DeviceDeregistered"],
      )
      const last = (yield* history(streamName("device", deviceId))).at(-1)
      assert.deepStrictEqual(last?.actor, caller.actor)
      const gone = last?.fact.type === "DeviceDeregistered" ? last.fact.data : undefined
      assert.strictEqual(gone?.authorization?.id, authorizationId)
      assert.deepStrictEqual(
        gone?.leftBehind?.map(({ what }) => what),
        ["intune-record", "directory-object"],
      )
      yield* revokeAuthorization({ partnerId: "northwind", authorizationId }, "over", callerIn(tenantId))
      assert.deepStrictEqual(yield* deregisterForTenant(deviceId, "returned", caller), answer)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is refused without a grant for it", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* inUse
      const byStranger = deregisterForTenant(deviceId, "r", partnerIn(tenantId, "tailspin"))
      assert.strictEqual(yield* outcome(byStranger), "partner-not-authorized")
      yield* authorized(tenantId, {
        kind: "oem",
        partnerId: "tailspin",
        scope: { acts: ["register"], groupTags: null },
      })
      const byRegistrar = deregisterForTenant(deviceId, "r", partnerIn(tenantId, "tailspin"))
      assert.strictEqual(yield* outcome(byRegistrar), "partner-act-not-granted")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is 811 for a CSP partner where the owner registered, and open to the manufacturer", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const deviceId = yield* registered(callerIn(tenantId))
      yield* authorized(tenantId, { kind: "direct-csp" })
      yield* authorized(tenantId, { kind: "oem", partnerId: "fabrikam-oem" })
      const byCsp = deregisterForTenant(deviceId, "r", partnerIn(tenantId, "northwind"))
      assert.strictEqual(yield* outcome(byCsp), "811 registered-by-others")
      const byOem = deregisterForTenant(deviceId, "r", partnerIn(tenantId, "fabrikam-oem"))
      assert.strictEqual(yield* outcome(byOem), "done")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of another tenant's device is 807, as of one that there is not", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      const foreign = yield* registered(callerIn(yield* tenantNamed("Fabrikam")))
      const scope = { acts: ["deregister"], groupTags: ["sales"] } as const
      yield* authorized(tenantId, { kind: "oem", scope })
      for (const deviceId of [foreign, "00000000-0000-4000-8000-000000000000"]) {
        const refused = deregisterForTenant(deviceId, "r", partnerIn(tenantId, "northwind"))
        assert.strictEqual(yield* outcome(refused), "807 device-not-registered")
      }
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a Computer Build Report", () => {
  const { productKeyId: _none, ...withoutKey } = NEIGHBOUR
  const nameless = { ...withoutKey, serialNumber: "0000000" }

  it.effect("makes each machine known once, and one that nobody could look up spoils no other", () =>
    Effect.gen(function* () {
      const [first, second] = yield* delivered("cbr-1", NOTEBOOK, nameless)
      assert.strictEqual(first?.delivered === true && first.knownBefore, false)
      assert.strictEqual(second?.delivered === false && second.refusal.number, "803")
      const [again] = yield* delivered("cbr-2", NOTEBOOK)
      assert.strictEqual(again?.delivered === true && again.knownBefore, true)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("comes from manufacturers only", () =>
    Effect.gen(function* () {
      const csp = { actor: { kind: "partner", id: "northwind" }, tenantId: null, key: "" } as const
      const refused = deliverHardware({ deliveryId: "cbr", machines: [] }, { ...csp, kind: "direct-csp" })
      assert.strictEqual(yield* outcome(refused), "manufacturer-required")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("cut by a crash makes nothing half known, and is completed by sending it again", () =>
    Effect.gen(function* () {
      const tenantId = yield* tenantNamed("Contoso")
      yield* authorized(tenantId, { kind: "oem" })
      const dying = Layer.effect(
        EventStore,
        Effect.map(EventStore, (store) => ({
          ...store,
          append: (stream, expected, events) =>
            stream.startsWith("report-") ? Effect.die("killed") : store.append(stream, expected, events),
        })),
      )
      yield* Effect.exit(delivered("cbr-1", NOTEBOOK).pipe(Effect.provide(dying)))
      const byKey = () =>
        registerForTenant(identified(byProductKey(NOTEBOOK)), partnerIn(tenantId, "northwind"))
      assert.strictEqual(yield* outcome(byKey()), "812 hardware-not-found")
      yield* delivered("cbr-1", NOTEBOOK)
      assert.strictEqual(yield* outcome(byKey()), "done")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is nobody's to read, and no stream's name tells the machine", () =>
    Effect.gen(function* () {
      yield* delivered("cbr-1", NOTEBOOK)
      const events = yield* Stream.runCollect((yield* EventStore).readAll(START))
      assert.deepStrictEqual(events.map(({ type }) => type).toSorted(), [
        "HardwareDelivered",
        "ReportListed",
        "ReportListed",
      ])
      for (const { metadata, stream } of events) {
        assert.isUndefined(metadata.tenant)
        for (const value of [NOTEBOOK.serialNumber, NOTEBOOK.productKeyId]) assert.notInclude(stream, value)
      }
    }).pipe(Effect.provide(serviceWorld)),
  )
})
