import { describe, it } from "@effect/vitest"
import { fact, registered } from "../../support/device-facts.ts"
import { given } from "../../support/device-specification.ts"

const noticed = {
  reason: "the device came with other parts",
  verdict: "changed",
  score: 80,
  evidence: [],
  handling: "manual",
} as const
const shared = { ...noticed, reason: "a machine matches this registration and another one", code: "813" }
const resolve = { type: "ResolveRemediation", how: "the old disk is back" } as const

describe("a change of hardware that waits to be put right", () => {
  it("is noted once for each who has to act", () => {
    given(...registered, fact("RemediationRequired", noticed))
      .when({ type: "RequireRemediation", ...noticed, reason: "it came again" })
      .thenNothing()
    given(...registered, fact("RemediationRequired", { ...noticed, handling: "automatic" }))
      .when({ type: "RequireRemediation", ...noticed })
      .thenTypes("RemediationRequired")
  })

  it("is noted anew where the machine turns out to be another registration's as well", () => {
    given(...registered, fact("RemediationRequired", noticed))
      .when({ type: "RequireRemediation", ...shared })
      .thenTypes("RemediationRequired")
    given(...registered, fact("RemediationRequired", shared))
      .when({ type: "RequireRemediation", ...shared })
      .thenNothing()
  })

  it("is put right once the registered parts are back", () =>
    given(...registered, fact("RemediationRequired", noticed))
      .when(resolve)
      .thenEvents(fact("RemediationResolved", { how: "the old disk is back" })))

  it("is not put right by that where another registration matches the machine", () =>
    given(...registered, fact("RemediationRequired", shared))
      .when(resolve)
      .thenNothing())

  it("that there is none of needs nothing", () =>
    given(...registered)
      .when(resolve)
      .thenNothing())
})
