import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { syncTracers, type Traced } from "./support/sync-tracer.ts"

const SCRIPT = fileURLToPath(new URL("../support/committing-process.ts", import.meta.url))
const GROUPS = 20

/** As many appends of one turn go to the writing thread at a time; those that come while it writes share the next sync. */
const TOGETHER = 16

const directory = temporaryDirectory()
let files = 0

/** How many times the log was synced between the moment a group was handed over and its acknowledgement, group by group. */
const syncsOf = (trace: ReadonlyArray<Traced>): ReadonlyArray<number> => {
  const counts: Array<number> = []
  let syncs = 0
  for (const event of trace) {
    if (event.did === "sync") syncs += 1
    else if (event.text.startsWith("submit ")) syncs = 0
    else if (event.text.startsWith("acknowledged ")) counts.push(syncs)
  }
  return counts
}

for (const { name, tracer } of syncTracers()) {
  const title = `an acknowledged group, as ${name} sees it`
  if (tracer._tag === "None") {
    const skipped = `${title}: skipped. ${tracer.reason}`
    console.warn(skipped)
    describe.skip(skipped, () => {
      it("was not tried", () => {})
    })
    continue
  }
  const syncsIn = (mode: string, size: number) => {
    const path = join(directory, `log-${files++}.sqlite`)
    return syncsOf(tracer.trace([SCRIPT, mode, path, String(GROUPS), String(size)]))
  }

  describe(title, () => {
    it("is on the disk before anyone is told: one sync for an append by itself", () => {
      assert.deepStrictEqual(syncsIn("store", 1), Array(GROUPS).fill(1))
    })

    it("shares that sync among sixteen appends that come together, and a few syncs among a hundred", () => {
      assert.deepStrictEqual(syncsIn("store", TOGETHER), Array(GROUPS).fill(1))
      const syncs = syncsIn("store", 100)
      assert.lengthOf(syncs, GROUPS)
      for (const count of syncs) {
        assert.isAtLeast(count, 1)
        assert.isAtMost(count, Math.ceil(100 / TOGETHER))
      }
    })

    it("is found out by this check where the file is opened with synchronous=OFF", () => {
      assert.deepStrictEqual(syncsIn("commits", 10), Array(GROUPS).fill(1))
      assert.deepStrictEqual(syncsIn("commits-unsynced", 10), Array(GROUPS).fill(0))
    })
  })
}
