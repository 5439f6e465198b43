import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compileDraft } from "#workflows/language"
import { check, simulate, walk } from "#workflows/tools"
import { shippedFiles } from "../../support/shipped.ts"

/** Many more items than the check tracks, which are to make no difference. */
const text = `dsl: 1
kind: DeploymentProfile
name: many-items
extends: self-deploying
enrollmentStatus: { onFailure: [collect-logs, continue, reset, { retry: { limit: 2 } }] }
`
const file = { file: "profile.yaml", text }
const draft = Result.getOrThrow(compileDraft(text, { file: file.file, bases: shippedFiles }))
const { exploration, findings } = check(file, { bases: shippedFiles })
const limit = exploration?.answer?.millis ?? 0

const names = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { maxLength: 6 })
const tracked = fc.record({ apps: names, policies: names, certificates: names, networks: names })

describe("what the check says of a profile, for whatever happens", () => {
  test("it is clean", () => {
    expect(findings).toEqual([])
    expect(limit).toBeGreaterThan(0)
  })

  test("no random way is longer than the longest, and none stops without an outcome", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (seed) => {
        const { trace } = Result.getOrThrow(walk(draft, seed))
        expect(trace.outcome).not.toBeNull()
        expect(trace.took).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 40 },
    )
  })

  test("from any page with any items in any state, silence leads to an outcome within the longest time", () => {
    const reports = fc.array(
      fc.tuple(
        fc.constantFrom("app", "policy", "certificate", "network"),
        fc.constantFrom("a", "b", "c", "d", "e", "f"),
        fc.constantFrom("inProgress", "completed", "failed", "notRequired"),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(tracked, tracked, reports, (preparation, setup, states) => {
        const steps = [
          "NetworkConnected",
          "TpmAttested",
          "DeviceJoined",
          "DeviceEnrolled",
          { EspPhaseStarted: preparation },
          "EspPhaseCompleted",
          { EspPhaseStarted: setup },
          ...states.map(([kind, name, state]) => ({ EspItemReported: { [kind]: name, state } })),
          { wait: "30d" },
        ]
        const { trace } = Result.getOrThrow(simulate(draft, { steps }))
        expect(trace.outcome).not.toBeNull()
        const ended = trace.steps.findLast(({ declined }) => declined === null)
        expect(ended?.at).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 40 },
    )
  })
})
