import { describe, it } from "@effect/vitest"
import fc from "fast-check"
import { anyReport, sendReport } from "../../support/any-report.ts"
import { anyRequest, explains, send } from "../../support/any-request.ts"
import { aService } from "../../support/http-world.ts"
import { contosoWithDevices, discovered } from "../../unit/http/stories.ts"

const NUM_RUNS = 300

describe("any request at all", () => {
  it("is answered as described, or told what was wrong with it; none breaks the service", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { served } = await discovered(service)
    await fc.assert(
      fc.asyncProperty(anyRequest, async (one) => explains(await send(service, served.token, one))),
      { numRuns: NUM_RUNS },
    )
  })
})

describe("any report of a device", () => {
  it("is taken, or told what was wrong with it; none breaks the service", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { served } = await discovered(service)
    await fc.assert(
      fc.asyncProperty(anyReport, async (one) => explains(await sendReport(service, served.token, one))),
      { numRuns: NUM_RUNS },
    )
  })
})
