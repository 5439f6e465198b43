import { join } from "node:path"
import { describe, it } from "vitest"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { serve } from "./processes.ts"
import { onTwoServers } from "./two-servers.ts"

const directory = temporaryDirectory()

describe("two servers on one file", () => {
  it("take commands side by side, show equal lists, and do nothing twice", { timeout: 180_000 }, async () => {
    const store = `sqlite:${join(directory, "flightlog.sqlite")}`
    const { next, one, two } = await onTwoServers(await serve(store), await serve(store))
    await next(one, two)
  })
})
