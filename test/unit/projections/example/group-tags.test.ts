import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { caughtUp, readModelWorld } from "../../../support/read-model-world.ts"
import { record, TENANT } from "../../../support/recorded-facts.ts"
import * as told from "../../../support/told-facts.ts"
import { countGroupTags, groupTags } from "./group-tags.ts"

it.effect("given three devices, one of them deregistered, then the others are counted by their tags", () =>
  Effect.gen(function* () {
    for (const device of ["device-d1", "device-d2", "device-d3"])
      yield* record(device, told.registered({ groupTag: "sales" }))
    yield* record("device-d2", { type: "GroupTagChanged", data: { before: "sales", after: null } })
    yield* record("device-d3", { type: "DeviceDeregistered", data: { reason: "sold" } })
    yield* caughtUp
    expect(yield* countGroupTags(TENANT)).toEqual([
      { groupTag: null, devices: 1 },
      { groupTag: "sales", devices: 1 },
    ])
  }).pipe(Effect.provide(readModelWorld(groupTags))),
)
