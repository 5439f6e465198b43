import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { type ProjectionStatus, ReadModels } from "#projections/runtime"
import { EventStore } from "#workflows/ports"
import { counting, counts, tagsOf } from "../../support/counting.ts"
import { memoryWorld } from "../../support/memory-world.ts"
import { caughtUp, readModelsOnFile } from "../../support/read-model-world.ts"
import { smallDisk } from "../../support/small-disk.ts"

const disk = smallDisk(8192)
const title = disk._tag === "Disk" ? "a full disk" : `a full disk: skipped. ${disk.reason}`

const LARGE = 30_000
const tags = Array.from({ length: 20 }, (_, index) => `${index} `.padEnd(LARGE, "x"))

/** How the projection is, as soon as it is so. */
const statusWhen = (isSo: (status: ProjectionStatus) => boolean) =>
  Effect.gen(function* () {
    const { status } = yield* ReadModels
    const all = Effect.repeat(status, {
      until: (present) => present.every(isSo),
      schedule: Schedule.spaced("10 millis"),
    })
    return (yield* all)[0]
  })

describe.skipIf(disk._tag === "None")(title, () => {
  it.live("is told of; lists are read as they are, and follow the log again as soon as there is room", () =>
    Effect.gen(function* () {
      if (disk._tag === "None") return
      yield* Effect.gen(function* () {
        yield* tagsOf("a")
        yield* caughtUp
        disk.fill()
        yield* tagsOf(...tags)
        expect(yield* statusWhen(({ lastError }) => lastError !== null)).toMatchObject({
          lastError: expect.stringContaining("The disk is full."),
          poison: null,
        })
        expect(yield* counts("tags")).toEqual({ a: 1 })
        disk.free()
        yield* (yield* ReadModels).reached(yield* (yield* EventStore).head, 20_000)
        expect(Object.keys(yield* counts("tags"))).toHaveLength(21)
        expect(yield* statusWhen(({ state }) => state === "live")).toMatchObject({
          lastError: null,
          lagEvents: 0,
        })
      }).pipe(Effect.provide(readModelsOnFile(join(disk.path, "read-models.sqlite"), counting("tags"))))
    }).pipe(Effect.provide(memoryWorld)),
  )
})
