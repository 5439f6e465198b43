import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { streamName } from "#domain/kernel"
import { deviceAt, deviceHistory, HistoryEntry, streamHistory } from "#workflows/audit"
import { EventStore, Keys } from "#workflows/ports"
import { anEvent } from "../../support/proposed-events.ts"
import { serviceWorld } from "../../support/service-world.ts"
import { aSignedInDevice } from "./a-device.ts"

const isEntry = Schema.is(HistoryEntry)

describe("a device's history", () => {
  it.effect("tells every event in order: what, who, when, and under which version of which profile", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* aSignedInDevice
      const history = yield* deviceHistory(deviceId, tenantId)
      const told = history.map(({ actor, emitted, profile, recordedAt, type }) =>
        [
          recordedAt.slice(11, 16),
          type,
          `${actor.kind} ${actor.name ?? "-"}`,
          profile === null ? "-" : `${profile.name}@${profile.version}`,
          ...(emitted ? ["concluded"] : []),
        ].join(" | "),
      )
      assert.deepStrictEqual(told, [
        "00:01 | DeviceRegistered | administrator Ada | -",
        "00:01 | TenantAssociated | administrator Ada | -",
        "00:02 | GroupTagChanged | administrator Ada | -",
        "00:03 | ProfileAssigned | device - | default@1",
        "00:03 | DeploymentStarted | device - | default@1",
        "00:03 | ProfileDelivered | device - | default@1",
        "00:03 | NetworkConnected | device - | default@1",
        "00:04 | OobeAnswered | device - | default@1",
        "00:05 | UserSignedIn | device - | default@1",
      ])
      assert.deepStrictEqual(
        history.map(({ revision }) => revision),
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
      )
      assert.isTrue(history.every(isEntry), "each entry is what its Schema says")
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has a person's values readable until the person is erased, and the event either way", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* aSignedInDevice
      const signIn = (yield* deviceHistory(deviceId, tenantId)).at(-1)
      assert.deepStrictEqual(signIn?.personal[0]?.values, { userPrincipalName: "ann@contoso.com" })
      assert.notInclude(JSON.stringify(signIn?.data), "ann@contoso.com")

      yield* (yield* Keys).erase(signIn?.personal[0]?.subject ?? "")
      const after = (yield* deviceHistory(deviceId, tenantId)).at(-1)
      assert.strictEqual(after?.type, "UserSignedIn")
      assert.isNull(after?.personal[0]?.values)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("has no name of an actor who was erased", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* aSignedInDevice
      const [registered] = yield* deviceHistory(deviceId, tenantId)
      yield* (yield* Keys).erase(registered?.actor.id ?? "")
      const [after] = yield* deviceHistory(deviceId, tenantId)
      assert.deepStrictEqual(after?.actor, {
        kind: "administrator",
        id: registered?.actor.id ?? "",
        name: null,
      })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is nobody else's: to another tenant the device does not exist", () =>
    Effect.gen(function* () {
      const { deviceId } = yield* aSignedInDevice
      const refusal = yield* Effect.flip(deviceHistory(deviceId, "another-tenant"))
      assert.include(refusal, { _tag: "Refusal", number: "807" })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("can be read where the events disagree with their statechart, which the state then says", () =>
    Effect.gen(function* () {
      const { deviceId, tenantId } = yield* aSignedInDevice
      const { append } = yield* EventStore
      const { metadata, payload } = anEvent()
      const forged = anEvent({
        type: "DeploymentFailed",
        payload: { ...payload, data: { attempt: 1, reason: "forged", code: "800" } },
        metadata: { ...metadata, emitted: true },
      })
      yield* append(streamName("device", deviceId), 8, [forged])
      const history = yield* deviceHistory(deviceId, tenantId)
      assert.strictEqual(history.at(-1)?.id, forged.id)
      const refusal = yield* Effect.flip(deviceAt(deviceId, tenantId, null))
      assert.include(refusal, { _tag: "IntegrityError" })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is there for every other stream too", () =>
    Effect.gen(function* () {
      const { tenantId } = yield* aSignedInDevice
      const history = yield* streamHistory(streamName("tenant", tenantId))
      assert.deepStrictEqual(
        history.map(({ type }) => type),
        ["TenantCreated"],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})
