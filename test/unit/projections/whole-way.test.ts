import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { ESP_PHASES } from "#domain/deployment"
import { epochMillis } from "#domain/kernel"
import { allProjections } from "#projections/all"
import { autopilotDevice, listAutopilotDevices } from "#projections/autopilot-devices"
import { deploymentsOf } from "#projections/autopilot-events"
import { nextDue } from "#projections/deadlines"
import { knowledge } from "#projections/knowledge"
import { listManagedDevices } from "#projections/managed-devices"
import { listProfiles } from "#projections/profiles"
import { listTenants } from "#projections/tenants"
import { Devices } from "#workflows/commands"
import { wakeDue } from "#workflows/processes"
import { callerIn, contoso, enrolled, registered } from "../../support/contoso.ts"
import { NEIGHBOUR } from "../../support/machines.ts"
import { caughtUp, readModelWorld } from "../../support/read-model-world.ts"
import { shippedProfiles } from "../../support/shipped.ts"

/** The service as it runs, in memory: commands on the log, and read models that processes ask. */
const service = Layer.mergeAll(Devices.layer, shippedProfiles, knowledge).pipe(
  Layer.provideMerge(readModelWorld(...allProjections)),
)

/** The tenant Contoso, known to the read models. */
const knownContoso = Effect.tap(contoso, () => caughtUp)

const office = { category: "applications", item: "office" } as const

const all = { top: 10, skip: 0 }

it.effect(
  "given two registered devices of which one is deployed, then all are in the first list and one in the second",
  () =>
    Effect.gen(function* () {
      const tenantId = yield* knownContoso
      const neighbour = yield* registered(callerIn(tenantId), NEIGHBOUR)
      const { deviceId, report } = yield* enrolled(tenantId)
      for (const phase of ESP_PHASES) {
        yield* report({ report: "esp-phase", phase, targeted: [office] })
        yield* report({ report: "esp-item", phase, ...office, state: "completed", code: null })
      }
      yield* caughtUp
      expect(yield* listTenants()).toEqual([{ id: tenantId, name: "Contoso", domains: ["contoso.com"] }])
      expect((yield* listProfiles(tenantId)).map(({ name }) => name)).toContain("default")
      const states = (yield* listAutopilotDevices(tenantId, all)).map(({ identity }) => [
        identity.id,
        identity.enrollmentState,
      ])
      expect(states).toEqual([
        [neighbour, "notContacted"],
        [deviceId, "enrolled"],
      ])
      const managed = yield* listManagedDevices(tenantId, all)
      expect(managed).toHaveLength(1)
      expect(managed[0]).toMatchObject({
        autopilotDeviceId: deviceId,
        enrollmentStatusPageState: "success",
        record: {
          serialNumber: "CTS-0000042",
          userPrincipalName: "ann@contoso.com",
          enrollmentProfileName: "default",
        },
      })
      const [attempt] = yield* deploymentsOf(tenantId, deviceId)
      expect(attempt).toMatchObject({
        phase: "ended",
        finalVerdict: "success",
        event: {
          deploymentState: "success",
          userPrincipalName: "ann@contoso.com",
          accountSetupDuration: "PT1M",
        },
      })
      const identity = (yield* autopilotDevice(tenantId, deviceId))?.identity
      expect(managed[0]?.record).toMatchObject({
        id: identity?.managedDeviceId,
        azureADDeviceId: identity?.azureAdDeviceId,
        deviceName: attempt?.event.managedDeviceName,
      })
    }).pipe(Effect.provide(service)),
)

it.effect("given a page that runs out of time, when its deadline is let pass, then the report says so", () =>
  Effect.gen(function* () {
    const tenantId = yield* knownContoso
    const { deviceId, report } = yield* enrolled(tenantId)
    yield* report({ report: "esp-phase", phase: "devicePreparation", targeted: [office] })
    yield* caughtUp
    const [waiting] = yield* deploymentsOf(tenantId, deviceId)
    expect(waiting?.waitingState).toContain("devicePreparation")
    expect(waiting?.waitingUntil).toBe(yield* nextDue())
    const due = yield* nextDue()
    expect(due).not.toBeNull()
    if (due !== null) yield* TestClock.setTime(epochMillis(due) + 1)
    yield* wakeDue
    yield* caughtUp
    const [failed] = yield* deploymentsOf(tenantId, deviceId)
    expect(failed).toMatchObject({
      firstVerdict: "failure",
      firstVerdictAt: due,
      devicePreparationStatus: "failure",
      event: { enrollmentFailureDetails: "the Enrollment Status Page timed out (0x800705B4)" },
    })
  }).pipe(Effect.provide(service)),
)

it.effect(
  "given a user without a licence, then the device does not come under management and the report says why",
  () =>
    Effect.gen(function* () {
      const tenantId = yield* knownContoso
      const { deviceId } = yield* enrolled(tenantId, "bob@contoso.com")
      yield* caughtUp
      expect(yield* listManagedDevices(tenantId, all)).toEqual([])
      expect((yield* autopilotDevice(tenantId, deviceId))?.identity.enrollmentState).toBe("failed")
      const [attempt] = yield* deploymentsOf(tenantId, deviceId)
      expect(attempt?.event.enrollmentFailureDetails).toContain("0x80180018")
    }).pipe(Effect.provide(service)),
)
