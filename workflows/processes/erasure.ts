import { Effect } from "effect"
import { Keys } from "#workflows/ports"
import type { Process } from "./process.ts"

/** Destroys the keys of people whose erasure is recorded; one that a crash left undone, and one that is done already. */
export const erasure: Process = {
  name: "erasure",
  categories: ["user"],
  handles: ["SubjectErased"],
  react: Effect.fn("erasure")(function* (batch) {
    const { erase } = yield* Keys
    for (const { fact } of batch) if (fact.type === "SubjectErased") yield* erase(fact.data.userId)
  }),
}
