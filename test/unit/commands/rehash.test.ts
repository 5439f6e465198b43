import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type MachineSpec, partKeys } from "#domain/hardware"
import { streamName } from "#domain/kernel"
import {
  chooseRemediation,
  Devices,
  deregister,
  discover,
  executeDevice,
  readFacts,
  registerDevice,
  rehash,
  type TenantCaller,
} from "#workflows/commands"
import { EventStore } from "#workflows/ports"
import { remediation } from "#workflows/processes"
import { callerIn, contoso, registered, registrationOf, tenantNamed } from "../../support/contoso.ts"
import { dyingAfter } from "../../support/dying-store.ts"
import { AFTER, capture, disk, ek, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { NEW_BOARD } from "../../support/repairs.ts"
import { serviceWorld } from "../../support/service-world.ts"

/** Whoever notes a change in these tests. */
const ORIGIN = {
  actor: { kind: "system", id: "test" },
  actorName: null,
  tenantId: null,
  commandId: "noted",
  commandDigest: "",
  correlationId: "noted",
  causationId: "noted",
  occurredAt: null,
} as const

const REPAIRED: MachineSpec = { ...NOTEBOOK, ...NEW_BOARD }
const OTHER_DISK: MachineSpec = { ...NOTEBOOK, disks: [disk("DISK_NEW.")] }

const factsOf = (deviceId: string) => readFacts(streamName("device", deviceId))

const typesOf = (deviceId: string) =>
  Effect.map(factsOf(deviceId), (facts) => facts.map(({ fact }) => fact.type))

/** The data of the last event of a type. */
const lastOf = Effect.fnUntraced(function* (deviceId: string, type: string) {
  const facts = yield* factsOf(deviceId)
  return (facts.findLast(({ fact }) => fact.type === type)?.fact.data ?? {}) as Record<string, unknown>
})

const registrationNow = (deviceId: string) =>
  Effect.gen(function* () {
    const { registration } = (yield* (yield* Devices).load(deviceId)).process.device
    assert.isNotNull(registration)
    return registration!
  })

/** What the process makes of the last change that was noted. */
const processed = Effect.fnUntraced(function* (deviceId: string) {
  const noted = (yield* factsOf(deviceId)).findLast(({ fact }) => fact.type === "RemediationRequired")
  yield* remediation.react(noted === undefined ? [] : [noted])
})

const boot = (machine: MachineSpec, key = "boot") => discover(capture(machine, AFTER), { key })

const numberOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.result(effect), (result) => {
    if (result._tag === "Success") return "taken"
    const failure = result.failure as { readonly number?: string; readonly code?: string }
    return failure.number ?? failure.code
  })

const claim = (caller: TenantCaller, machine: MachineSpec) =>
  numberOf(registerDevice(registrationOf(machine), caller))

/** Runs something while virtual time goes by. */
const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("10 seconds")
    return yield* Fiber.join(fiber)
  })

describe("a device whose main parts were replaced", () => {
  it.effect("is refused its profile with 908, and waits for somebody to bring a new hash", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      assert.strictEqual(yield* numberOf(boot(REPAIRED)), "908")
      assert.strictEqual(yield* numberOf(boot(REPAIRED, "again")), "908")
      const required = yield* lastOf(deviceId, "RemediationRequired")
      assert.include(required, { handling: "manual", code: "908", verdict: "replaced", score: 39 })
      assert.strictEqual(
        (yield* typesOf(deviceId)).filter((type) => type === "RemediationRequired").length,
        1,
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gets its profile again once the new hash was uploaded, in the same life", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* numberOf(boot(REPAIRED))
      const { facts } = yield* rehash(deviceId, capture(REPAIRED), callerIn(tenantId))
      assert.deepStrictEqual(
        facts.map(({ type }) => type),
        ["HardwareRehashed", "RemediationResolved"],
      )
      const registration = yield* registrationNow(deviceId)
      assert.deepStrictEqual([registration.remediation, registration.life], [null, 1])
      assert.strictEqual((yield* boot(REPAIRED)).deviceId, deviceId)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("may be deregistered and registered again instead", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* numberOf(boot(REPAIRED))
      yield* deregister(deviceId, "repaired", callerIn(tenantId))
      yield* registerDevice(registrationOf(REPAIRED), callerIn(tenantId))
      assert.strictEqual(yield* numberOf(boot(REPAIRED)), "taken")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a device that came with other parts", () => {
  it.effect("gets its profile, and waits for a new hash", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      assert.strictEqual((yield* boot(OTHER_DISK)).deviceId, deviceId)
      assert.include(yield* lastOf(deviceId, "RemediationRequired"), {
        handling: "manual",
        verdict: "changed",
        reason: "the device came with other parts",
      })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "waits for a new hash as well where its changed hash was imported, which is refused with 806",
    () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        const deviceId = yield* registered(callerIn(tenantId))
        assert.strictEqual(yield* claim(callerIn(tenantId), OTHER_DISK), "806")
        assert.include(yield* lastOf(deviceId, "RemediationRequired"), {
          verdict: "changed",
          handling: "manual",
        })
      }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a device whose old parts were put back", () => {
  it.effect("is put right by that, whether it was refused before or not", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      assert.strictEqual(yield* numberOf(boot(REPAIRED)), "908")
      assert.strictEqual((yield* boot(NOTEBOOK, "old board")).deviceId, deviceId)
      assert.deepStrictEqual(yield* lastOf(deviceId, "RemediationResolved"), {
        how: "the device came with the registered parts again",
      })
      yield* boot(OTHER_DISK, "new disk")
      assert.isNotNull((yield* registrationNow(deviceId)).remediation)
      yield* boot(NOTEBOOK, "old disk")
      assert.isNull((yield* registrationNow(deviceId)).remediation)
      const resolved = (yield* typesOf(deviceId)).filter((type) => type === "RemediationResolved")
      assert.strictEqual(resolved.length, 2)
      yield* boot(NOTEBOOK, "once more")
      assert.strictEqual((yield* typesOf(deviceId)).at(-1), "RemediationResolved")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("before the service took the new hash keeps its own", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* chooseRemediation(true, callerIn(tenantId))
      const deviceId = yield* registered(callerIn(tenantId))
      yield* numberOf(boot(REPAIRED))
      yield* boot(NOTEBOOK, "old board")
      yield* processed(deviceId)
      assert.strictEqual((yield* registrationNow(deviceId)).hardware.uuid, NOTEBOOK.uuid)
      assert.notInclude(yield* typesOf(deviceId), "HardwareRehashed")
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a new hash", () => {
  it.effect("is refused where it is of another machine, and nothing of that one is claimed", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const refused = rehash(deviceId, capture(NEIGHBOUR), callerIn(tenantId))
      assert.strictEqual(yield* numberOf(refused), "hash-of-another-machine")
      assert.strictEqual(yield* claim(callerIn(yield* tenantNamed("Fabrikam")), NEIGHBOUR), "taken")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("claims its new identities and frees the old ones", () =>
    Effect.gen(function* () {
      const fabrikam = callerIn(yield* tenantNamed("Fabrikam"))
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* rehash(deviceId, capture(REPAIRED), callerIn(tenantId))
      assert.strictEqual(yield* claim(fabrikam, REPAIRED), "808")
      const oldBoard = { ...NOTEBOOK, serialNumber: "CTS-SALVAGED", adapters: [], disks: [disk("D9.")] }
      assert.strictEqual(yield* claim(fabrikam, oldBoard), "taken")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("gives the same answer to the same command, and refuses another hash under its key", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const caller = callerIn(tenantId)
      const first = yield* rehash(deviceId, capture(REPAIRED), caller)
      assert.deepStrictEqual(yield* rehash(deviceId, capture(REPAIRED), caller), first)
      const other = yield* numberOf(rehash(deviceId, capture(OTHER_DISK), caller))
      assert.strictEqual(other, "idempotency-key-reused")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of a device of another tenant, or of none, is 807", () =>
    Effect.gen(function* () {
      const deviceId = yield* registered(callerIn(yield* contoso))
      const fabrikam = callerIn(yield* tenantNamed("Fabrikam"))
      assert.strictEqual(yield* numberOf(rehash(deviceId, capture(REPAIRED), fabrikam)), "807")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "and another one at the same instant: both are taken one after the other, and the last holds",
    () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        const deviceId = yield* registered(callerIn(tenantId))
        const again: MachineSpec = { ...NOTEBOOK, ekModulus: ek("third"), uuid: NOTEBOOK.uuid }
        const both = Effect.all(
          [REPAIRED, again].map((machine) =>
            numberOf(rehash(deviceId, capture(machine), callerIn(tenantId))),
          ),
          { concurrency: "unbounded" },
        )
        assert.deepStrictEqual(yield* inTime(both), ["taken", "taken"])
        const { claims, hardware } = yield* registrationNow(deviceId)
        const fabrikam = callerIn(yield* tenantNamed("Fabrikam"))
        for (const machine of [REPAIRED, again])
          assert.strictEqual(yield* inTime(claim(fabrikam, machine)), "808", machine.productKeyId)
        assert.strictEqual(new Set(claims).size, 4)
        assert.include([capture(REPAIRED).ekDigest, capture(again).ekDigest], hardware.ekDigest)
      }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a rehash that died on its way", () => {
  // Three claims, the event, three releases.
  for (const appends of [0, 1, 2, 3, 4, 5, 6])
    it.effect(`after ${appends} of its writes is finished by whoever asks again`, () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        const deviceId = yield* registered(callerIn(tenantId))
        const caller = callerIn(tenantId)
        const dying = rehash(deviceId, capture(REPAIRED), caller).pipe(Effect.provide(dyingAfter(appends)))
        const died = yield* Effect.exit(dying)
        assert.isTrue(Exit.isFailure(died) && Cause.hasDies(died.cause))
        yield* rehash(deviceId, capture(REPAIRED), caller)
        assert.strictEqual((yield* registrationNow(deviceId)).hardware.uuid, REPAIRED.uuid)
        const fabrikam = callerIn(yield* tenantNamed("Fabrikam"))
        assert.strictEqual(yield* inTime(claim(fabrikam, REPAIRED)), "808")
      }).pipe(Effect.provide(serviceWorld)),
    )

  it.effect("locks what it claimed for a minute; who takes it then makes the sleeper begin anew", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const fabrikam = yield* tenantNamed("Fabrikam")
      const sleeper = callerIn(tenantId)
      const rehashed = rehash(deviceId, capture(REPAIRED), sleeper)
      yield* Effect.exit(rehashed.pipe(Effect.provide(dyingAfter(3))))
      const board = { ...REPAIRED, serialNumber: "FAB-1", adapters: [], disks: [disk("D9.")] }
      assert.strictEqual(yield* inTime(claim(callerIn(fabrikam), board)), "registration-pending")
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* inTime(claim(callerIn(fabrikam), board)), "taken")
      assert.include(yield* typesOf(deviceId), "RehashVoided")
      assert.strictEqual(yield* inTime(numberOf(rehashed)), "808")
      assert.strictEqual((yield* registrationNow(deviceId)).hardware.uuid, NOTEBOOK.uuid)
    }).pipe(Effect.provide(serviceWorld)),
  )
})

type World = Layer.Success<typeof serviceWorld>

/** A store that lets something else happen right before it writes the first release of a claim. */
const meanwhile = (other: Effect.Effect<unknown, unknown, World>) =>
  Layer.effect(
    EventStore,
    Effect.gen(function* () {
      const store = yield* EventStore
      const world = yield* Effect.context<World>()
      let happened = false
      const append: (typeof store)["append"] = (stream, expected, events) => {
        const written = store.append(stream, expected, events)
        if (happened || !events.some(({ type }) => type === "HardwareReleased")) return written
        happened = true
        return Effect.andThen(Effect.orDie(Effect.provide(other, world)), written)
      }
      return { ...store, append }
    }),
  )

describe("a rehash that wakes up while its claims are taken over", () => {
  it.effect("keeps what it claimed anew: the taker is told 808, and the machine has one owner", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const fabrikam = callerIn(yield* tenantNamed("Fabrikam"))
      const rehashed = rehash(deviceId, capture(REPAIRED), callerIn(tenantId))
      yield* Effect.exit(rehashed.pipe(Effect.provide(dyingAfter(3))))
      yield* TestClock.adjust("2 minutes")
      // The device is told that it lost a claim; before the claim itself is freed, its owner begins anew and ends.
      const taker = claim(fabrikam, REPAIRED).pipe(Effect.provide(meanwhile(rehashed)))
      assert.strictEqual(yield* inTime(taker), "808")
      assert.include(yield* typesOf(deviceId), "RehashVoided")
      const { claims, hardware } = yield* registrationNow(deviceId)
      assert.strictEqual(hardware.uuid, REPAIRED.uuid)
      for (const stream of claims) {
        const last = (yield* readFacts(stream)).at(-1)?.fact
        assert.strictEqual(last?.type === "HardwareClaimed" && last.data.deviceId, deviceId, stream)
      }
    }).pipe(Effect.provide(serviceWorld)),
  )
})

describe("a tenant that lets the service put changes right", () => {
  it.effect("sees Fix pending, and the hash that showed the change is taken for the device's", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* chooseRemediation(true, callerIn(tenantId))
      const refused = yield* Effect.flip(boot(REPAIRED))
      assert.match(refused.message, /Fix pending/)
      assert.include(yield* lastOf(deviceId, "RemediationRequired"), { handling: "automatic", code: "908" })
      yield* processed(deviceId)
      yield* processed(deviceId)
      assert.deepStrictEqual((yield* typesOf(deviceId)).slice(-3), [
        "RemediationRequired",
        "HardwareRehashed",
        "RemediationResolved",
      ])
      assert.strictEqual((yield* boot(REPAIRED, "next")).deviceId, deviceId)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("may choose otherwise again: it is off unless it is chosen", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* chooseRemediation(true, callerIn(tenantId))
      yield* chooseRemediation(false, callerIn(tenantId))
      yield* numberOf(boot(REPAIRED))
      yield* processed(deviceId)
      assert.strictEqual((yield* registrationNow(deviceId)).remediation?.handling, "manual")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is told where another tenant has the new hardware: Attention required", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* chooseRemediation(true, callerIn(tenantId))
      yield* numberOf(boot(REPAIRED))
      const board = { ...REPAIRED, serialNumber: "FAB-1", adapters: [], disks: [disk("D9.")] }
      yield* registerDevice(registrationOf(board), callerIn(yield* tenantNamed("Fabrikam")))
      yield* processed(deviceId)
      assert.include(yield* lastOf(deviceId, "RemediationRequired"), { handling: "manual", code: "813" })
      assert.strictEqual((yield* registrationNow(deviceId)).hardware.uuid, NOTEBOOK.uuid)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is told where the service cannot take the hash: Attention required, with the reason", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const noted = {
        type: "RequireRemediation",
        reason: "the device reported other hardware",
        verdict: "replaced",
        score: 20,
        evidence: [],
        handling: "automatic",
        capture: capture(NEIGHBOUR),
      } as const
      yield* executeDevice({ deviceId, command: noted }, { ...ORIGIN, tenantId })
      yield* processed(deviceId)
      const required = yield* lastOf(deviceId, "RemediationRequired")
      assert.include(required, { handling: "manual" })
      assert.match(
        String(required.reason),
        /^the device reported other hardware, and the service could not put it right: This hash .* is of another machine/,
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})

/** The notebook with the other one's disk, then with its board. */
const WITH_ITS_DISK: MachineSpec = { ...NOTEBOOK, disks: NEIGHBOUR.disks }
const WITH_ITS_BOARD: MachineSpec = {
  ...NOTEBOOK,
  uuid: NEIGHBOUR.uuid,
  ekModulus: NEIGHBOUR.ekModulus,
  productKeyId: NEIGHBOUR.productKeyId,
}

describe("a donor part", () => {
  const evidenceOf = (required: Record<string, unknown>, component: string) =>
    (required.evidence as ReadonlyArray<{ component: string; says: string }>).find(
      (line) => line.component === component,
    )?.says

  it.effect("of the tenant's own registered device is named in the verdict", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const donor = yield* registered(callerIn(tenantId), NEIGHBOUR)
      yield* boot(WITH_ITS_DISK)
      const required = yield* lastOf(deviceId, "RemediationRequired")
      assert.strictEqual(
        evidenceOf(required, "systemDisk"),
        'The system disk is another one (counts more than other disks; may be replaced). The disk DISK_77. is that of the registered device "CTS-0000077".',
      )
      assert.deepStrictEqual(required.donors, [
        {
          part: "disk",
          value: "DISK_77.",
          registration: { deviceId: donor, serialNumber: "CTS-0000077" },
          says: 'The disk DISK_77. is that of the registered device "CTS-0000077".',
        },
      ])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of another tenant's device is named as another registration, and nothing more", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const fabrikam = yield* tenantNamed("Fabrikam")
      const deviceId = yield* registered(callerIn(tenantId))
      const donor = yield* registered(callerIn(fabrikam), NEIGHBOUR)
      yield* boot(WITH_ITS_DISK)
      const required = yield* lastOf(deviceId, "RemediationRequired")
      assert.match(
        evidenceOf(required, "systemDisk") ?? "",
        / The disk DISK_77\. is that of another registration\.$/,
      )
      for (const secret of ["Fabrikam", fabrikam, donor, NEIGHBOUR.serialNumber])
        assert.notInclude(JSON.stringify(required), secret)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is named with the registration of the machine that it was built into", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NEIGHBOUR)
      const deviceId = yield* registered(callerIn(tenantId), WITH_ITS_DISK)
      const { donors } = yield* lastOf(deviceId, "DeviceRegistered")
      assert.deepStrictEqual(
        (donors as ReadonlyArray<{ part: string }>).map(({ part }) => part),
        ["disk"],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is none once its device was deregistered", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      yield* deregister(yield* registered(callerIn(tenantId), NEIGHBOUR), "scrapped", callerIn(tenantId))
      yield* boot(WITH_ITS_DISK)
      assert.notProperty(yield* lastOf(deviceId, "RemediationRequired"), "donors")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it("is known by its digest, whose value cannot be read from it", () => {
    for (const { digest, value } of partKeys(capture(NOTEBOOK))) assert.notInclude(digest, value)
  })
})

describe("a machine that two live registrations match", () => {
  it.effect("is 813 to itself, and each owner is told about its own record alone", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const fabrikam = yield* tenantNamed("Fabrikam")
      const deviceId = yield* registered(callerIn(tenantId))
      const other = yield* registered(callerIn(fabrikam), NEIGHBOUR)
      assert.strictEqual(yield* numberOf(boot(WITH_ITS_BOARD)), "813")
      for (const [own, foreign] of [
        [deviceId, [other, fabrikam, NEIGHBOUR.uuid, NEIGHBOUR.serialNumber]],
        [other, [deviceId, tenantId, NOTEBOOK.serialNumber, NOTEBOOK.adapters[0].mac]],
      ] as const) {
        const [flag] = (yield* factsOf(own)).filter(({ fact }) => fact.type === "RemediationRequired")
        assert.include(flag?.fact.data, { handling: "manual", code: "813" })
        for (const secret of foreign) assert.notInclude(JSON.stringify(flag), secret)
      }
      yield* numberOf(boot(WITH_ITS_BOARD, "again"))
      assert.strictEqual((yield* typesOf(other)).filter((type) => type === "RemediationRequired").length, 1)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is never guessed at a rehash: 813 among own devices, 808 where another tenant has one", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId))
      const donor = yield* registered(callerIn(tenantId), NEIGHBOUR)
      const shared = capture(WITH_ITS_BOARD)
      assert.strictEqual(yield* numberOf(rehash(deviceId, shared, callerIn(tenantId))), "813")
      for (const id of [deviceId, donor]) assert.include(yield* typesOf(id), "RemediationRequired")
      yield* deregister(donor, "moved", callerIn(tenantId))
      yield* registered(callerIn(yield* tenantNamed("Fabrikam")), NEIGHBOUR)
      assert.strictEqual(yield* numberOf(rehash(deviceId, shared, callerIn(tenantId))), "808")
      assert.strictEqual((yield* registrationNow(deviceId)).hardware.uuid, NOTEBOOK.uuid)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is registered by nobody, until both are deregistered", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const devices = [
        yield* registered(callerIn(tenantId)),
        yield* registered(callerIn(tenantId), NEIGHBOUR),
      ]
      assert.strictEqual(yield* claim(callerIn(tenantId), WITH_ITS_BOARD), "813")
      const serials = [NEIGHBOUR.serialNumber, NOTEBOOK.serialNumber]
      for (const [index, id] of devices.entries()) {
        const { donors } = yield* lastOf(id, "RemediationRequired")
        const named = (donors as ReadonlyArray<{ part: string; registration: { serialNumber: string } }>)[0]
        assert.strictEqual(named?.registration.serialNumber, serials[index])
        assert.strictEqual(named?.part, index === 0 ? "board" : "disk")
        yield* deregister(id, "board moved", callerIn(tenantId))
      }
      assert.strictEqual(yield* claim(callerIn(tenantId), WITH_ITS_BOARD), "taken")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
