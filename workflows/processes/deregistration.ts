import { Effect } from "effect"
import { streamId } from "#domain/kernel"
import { finishDeregistration } from "#workflows/commands"
import type { Process } from "./process.ts"

/** Takes the steps of a deregistration that a crash left open; one that is finished stays as it is. */
export const deregistration: Process = {
  name: "deregistration",
  categories: ["device"],
  handles: ["DeregistrationStarted"],
  react: Effect.fn("deregistration")(function* (batch) {
    for (const { event } of batch) yield* finishDeregistration(streamId(event.stream), event)
  }),
}
