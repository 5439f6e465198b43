import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { serve } from "../e2e/processes.ts"
import { walkTheMix } from "../support/mix-walk.ts"
import { temporaryDirectory } from "../support/temporary-directory.ts"

const directory = temporaryDirectory()

describe("two hundred deployments of the mix against a real server, over HTTP", () => {
  it("come to what their plans say, every plan among them", { timeout: 600_000 }, async () => {
    const server = await serve(`sqlite:${join(directory, "mix.sqlite")}`)
    const { histories, plans } = await walkTheMix(server, { drawn: 200, seed: "7" })
    assert.strictEqual(histories, plans)
  })
})
