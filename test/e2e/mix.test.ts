import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { walkTheMix } from "../support/mix-walk.ts"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { serve } from "./processes.ts"

const directory = temporaryDirectory()

describe("a mix of deployments against a real server, over HTTP", () => {
  it("comes to what the plans say: both lists, the report and a history of each plan", {
    timeout: 120_000,
  }, async () => {
    const server = await serve(`sqlite:${join(directory, "mix.sqlite")}`)
    const { histories, plans } = await walkTheMix(server, { drawn: 16, seed: "7" })
    assert.strictEqual(histories, plans)
    server.child.kill("SIGTERM")
    const { exit, stderr } = await server.finished
    assert.strictEqual(exit, 0)
    assert.notMatch(stderr, /Error|at .*\.ts:/)
  })
})
