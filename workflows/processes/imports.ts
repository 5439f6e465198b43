import { Effect } from "effect"
import { processImport } from "#workflows/commands"
import type { Process } from "./process.ts"

/** Registers the rows of an import once its file is taken; what a crash left open is found again by the same event. */
export const imports: Process = {
  name: "imports",
  categories: ["import"],
  handles: ["ImportSubmitted"],
  react: Effect.fn("imports")(function* (batch) {
    for (const { event, fact } of batch)
      if (fact.type === "ImportSubmitted")
        yield* processImport(event.metadata.tenant ?? "", fact.data.importId)
  }),
}
