import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { allProjections } from "#projections/all"
import { listAutopilotDevices } from "#projections/autopilot-devices"
import { listDeployments } from "#projections/autopilot-events"
import { listManagedDevices } from "#projections/managed-devices"
import { ReadModels, shape } from "#projections/runtime"
import { memoryWorld } from "../../support/memory-world.ts"
import { caughtUp, readModelsInMemory } from "../../support/read-model-world.ts"
import { record, TENANT } from "../../support/recorded-facts.ts"
import {
  authorizationGranted,
  authorizationRequested,
  registered,
  upToEnrolled,
} from "../../support/told-facts.ts"

const ALL = { top: 10, skip: 0 }
const named = { subject: "ann", values: { userPrincipalName: "ann@contoso.com", displayName: "Ann Other" } }
const actor = { subject: "ann", values: { actorName: "ann@contoso.com" } }

/** Everything that lists, reports and the tables behind them hold of a person. */
const everything = Effect.gen(function* () {
  yield* caughtUp
  const { all } = yield* ReadModels
  const name = shape({ name: "text?" })
  return JSON.stringify([
    yield* listAutopilotDevices(TENANT, ALL),
    yield* listManagedDevices(TENANT, ALL),
    yield* listDeployments(TENANT, ALL),
    yield* all(name, "SELECT userPrincipalName AS name FROM managed_progress"),
    yield* all(name, "SELECT submittedByName AS name FROM imports"),
    yield* all(name, "SELECT askedByName AS name FROM claim_checks"),
    yield* all(name, "SELECT answeredByName AS name FROM partner_authorizations"),
  ])
})

it.effect(
  "given an erased person, then no list that was built before shows the name, and all else stays",
  () =>
    Effect.gen(function* () {
      yield* record(
        "device-d1",
        registered(),
        { type: "UserAssigned", data: { userId: "ann" }, personal: [named] },
        ...upToEnrolled().map((fact) =>
          fact.type === "UserSignedIn" ? { ...fact, personal: [named] } : fact,
        ),
      )
      yield* record("import-1", {
        type: "ImportSubmitted",
        data: { importId: "1", rows: 0, refused: [] },
        actor: "ann",
        personal: [actor],
      })
      yield* record("check-1", {
        type: "ClaimChecked",
        data: { fingerprint: "0".repeat(64), claimable: true },
        actor: "ann",
        personal: [actor],
      })
      yield* record("partner-northwind", authorizationRequested("a1"), {
        ...authorizationGranted("a1"),
        actor: "ann",
        personal: [actor],
      })
      const before = yield* everything
      expect(before.match(/ann@contoso\.com/g)?.length).toBeGreaterThanOrEqual(8)
      yield* record("user-ann", { type: "SubjectErased", data: { userId: "ann", reason: "asked for it" } })
      const after = yield* everything
      expect(after).not.toMatch(/ann@contoso\.com|Ann Other/)
      expect(after).toBe(before.replaceAll(/"(ann@contoso\.com|Ann Other)"/g, "null"))
    }).pipe(Effect.provide(readModelsInMemory(allProjections).pipe(Layer.provideMerge(memoryWorld)))),
)
