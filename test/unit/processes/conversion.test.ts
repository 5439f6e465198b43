import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Stream } from "effect"
import { TestClock } from "effect/testing"
import { decodeFact } from "#domain/catalogue"
import type { MachineSpec } from "#domain/hardware"
import {
  enrolOrdinarily,
  publishProfile,
  type ReadFact,
  readFacts,
  reportHash,
  retireProfile,
  type TenantCaller,
} from "#workflows/commands"
import { EventStore, Knowledge, START } from "#workflows/ports"
import { conversion, wakeDue } from "#workflows/processes"
import { callerIn, contoso, registered, tenantNamed } from "../../support/contoso.ts"
import { AFTER, capture, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const profile = (converts: boolean, assign = "allDevices: true") => `dsl: 1
kind: DeploymentProfile
name: default
extends: user-driven
device:
  convertTargeted: ${converts}
assign:
  ${assign}
`

const publish = (caller: TenantCaller, source: string) =>
  publishProfile({ text: source, file: "default.yaml" }, callerIn(caller.tenantId))

const enrol = (tenantId: string, machine: MachineSpec, ownership: "corporate" | "personal" = "corporate") => {
  const { manufacturer, model = "", serialNumber } = machine
  const device = {
    deviceName: `PC-${serialNumber.slice(-2)}`,
    ownership,
    manufacturer,
    model,
    serialNumber,
    osVersion: null,
    userPrincipalName: "ann@contoso.com",
  }
  return Effect.map(enrolOrdinarily(device, callerIn(tenantId)), ({ enrolmentId }) => enrolmentId)
}

const report = (tenantId: string, enrolmentId: string, machine: MachineSpec) =>
  reportHash({ enrolmentId, tenantId }, capture(machine, AFTER), { key: "report" })

const types = (enrolmentId: string) =>
  Effect.map(readFacts(`enrolment-${enrolmentId}`), (facts) => facts.map(({ fact }) => fact.type))

/** Lets the process react to everything that ever happened, once more: what it did before has no second effect. */
const settled = Effect.gen(function* () {
  const events = yield* Stream.runCollect(
    (yield* EventStore).readAll(START, { categories: conversion.categories }),
  )
  const caused: Array<ReadFact> = []
  for (const event of events)
    if (conversion.handles.some((type) => type === event.type))
      caused.push({
        event,
        fact: Result.getOrThrow(decodeFact(event.type, event.metadata.version, event.payload.data)),
      })
  yield* conversion.react(caused)
})

const automatic = (facts: Effect.Success<ReturnType<typeof readFacts>>) =>
  facts.flatMap(({ event, fact }) =>
    fact.type === "DeviceRegistered" ? [{ data: fact.data, metadata: event.metadata }] : [],
  )

describe("a profile that converts the devices it is for", () => {
  it.effect("has the hash of each enrolled corporate device registered, under its own name, once", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const caller = callerIn(tenantId)
      const [first, own] = [yield* enrol(tenantId, NOTEBOOK), yield* enrol(tenantId, NEIGHBOUR, "personal")]
      yield* settled
      assert.deepStrictEqual(yield* types(first), ["DeviceEnrolledOrdinarily"])
      yield* publish(caller, profile(true))
      yield* settled
      assert.deepStrictEqual(yield* types(first), ["DeviceEnrolledOrdinarily", "HashRequested"])
      assert.deepStrictEqual(yield* types(own), ["DeviceEnrolledOrdinarily", "ConversionSkipped"])
      yield* report(tenantId, first, NOTEBOOK)
      yield* settled
      // Another node does the same once more.
      yield* settled
      const facts = yield* readFacts(`enrolment-${first}`)
      assert.deepStrictEqual(facts.map(({ fact }) => fact.type).slice(2), ["HashReported", "DeviceConverted"])
      const last = facts.at(-1)?.fact
      assert.strictEqual(last?.type, "DeviceConverted")
      if (last?.type !== "DeviceConverted") return
      const [registration, ...others] = automatic(yield* readFacts(`device-${last.data.deviceId}`))
      assert.deepStrictEqual(others, [])
      assert.strictEqual(registration?.data.method, "automatic")
      assert.strictEqual(registration?.data.authorization, null)
      assert.deepInclude(registration?.data.convertedBy, { enrolmentId: first, profile: last.data.profile })
      assert.deepStrictEqual(registration?.metadata.actor, { kind: "process", id: "conversion" })
      assert.strictEqual(registration?.metadata.$causationId, facts.at(-2)?.event.id)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("asks a device that enrols later as well, and only those that it is for", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* publish(
        callerIn(tenantId),
        profile(true, `allDevices: true\n  where: device.serialNumber.endsWith("42")`),
      )
      const [one, other] = [yield* enrol(tenantId, NOTEBOOK), yield* enrol(tenantId, NEIGHBOUR)]
      yield* settled
      assert.deepStrictEqual(yield* types(one), ["DeviceEnrolledOrdinarily", "HashRequested"])
      assert.deepStrictEqual(yield* types(other), ["DeviceEnrolledOrdinarily"])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect(
    "waits 48 hours for a hash; a silent device is woken then, and asked again by the next publication",
    () =>
      Effect.gen(function* () {
        const tenantId = yield* contoso
        const id = yield* enrol(tenantId, NOTEBOOK)
        yield* publish(callerIn(tenantId), profile(true))
        yield* settled
        yield* TestClock.adjust("47 hours")
        assert.strictEqual(yield* wakeDue, 0)
        yield* TestClock.adjust("1 hour")
        yield* wakeDue
        yield* wakeDue
        assert.deepStrictEqual((yield* types(id)).slice(1), ["HashRequested", "HashRequestExpired"])
        assert.strictEqual(yield* (yield* Knowledge).nextDue, null)
        yield* publish(callerIn(tenantId), `${profile(true)}description: again\n`)
        yield* settled
        assert.strictEqual((yield* types(id)).at(-1), "HashRequested")
      }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("that is switched off, or retired, takes back what was asked and deregisters nothing", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const caller = callerIn(tenantId)
      const [done, open] = [yield* enrol(tenantId, NOTEBOOK), yield* enrol(tenantId, NEIGHBOUR)]
      yield* publish(caller, profile(true))
      yield* settled
      yield* report(tenantId, done, NOTEBOOK)
      yield* settled
      yield* publish(caller, profile(false))
      yield* settled
      assert.strictEqual((yield* types(done)).at(-1), "DeviceConverted")
      assert.strictEqual((yield* types(open)).at(-1), "HashRequestWithdrawn")
      yield* publish(caller, profile(true))
      yield* settled
      assert.strictEqual((yield* types(open)).at(-1), "HashRequested")
      yield* retireProfile("default", callerIn(tenantId))
      yield* settled
      assert.strictEqual((yield* types(open)).at(-1), "HashRequestWithdrawn")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("skips what the tenant has registered; what another has is refused when its hash comes", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* registered(callerIn(yield* tenantNamed("Fabrikam")), NEIGHBOUR)
      yield* publish(callerIn(tenantId), profile(true))
      const [own, foreign] = [yield* enrol(tenantId, NOTEBOOK), yield* enrol(tenantId, NEIGHBOUR)]
      yield* settled
      assert.strictEqual((yield* types(own)).at(-1), "ConversionSkipped")
      assert.strictEqual((yield* types(foreign)).at(-1), "HashRequested")
      yield* report(tenantId, foreign, NEIGHBOUR)
      yield* settled
      const last = (yield* readFacts(`enrolment-${foreign}`)).at(-1)?.fact
      assert.strictEqual(last?.type === "ConversionRefused" ? last.data.number : last?.type, "808")
    }).pipe(Effect.provide(serviceWorld)),
  )
})
