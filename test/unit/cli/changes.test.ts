import { expect, test } from "vitest"
import { changeLines } from "../../../adapters/cli/print/changes.ts"
import { styleOf } from "../../../adapters/cli/print/colour.ts"

const style = styleOf({ colour: false })

test("a change is told by the names and in the words that the file uses", () => {
  const said = (setting: string, before: boolean | number, after: boolean | number) =>
    changeLines({ settings: [{ setting, before, after }], statechart: [] }, style)[0]
  expect(said("enrollmentStatus.timeoutMillis", 3_600_000, 5_400_000)).toBe(
    "enrollmentStatus.timeout: 1h -> 90m",
  )
  expect(said("enrollmentStatus.onFailure.retryLimit", 3, 0)).toBe(
    "enrollmentStatus.onFailure.retry.limit: 3 -> 0",
  )
  expect(said("enrollmentStatus.onFailure.continueAnyway", true, false)).toBe(
    "enrollmentStatus.onFailure.continue: true -> false",
  )
  expect(said("enrollmentStatus.deviceSetup.appTimeLimits.teams", 60_000, 5_400_000)).toBe(
    "enrollmentStatus.deviceSetup.apps.timeLimits.teams: 1m -> 90m",
  )
  expect(said("hasOwnPage", true, false)).toBe("enrollmentStatus of its own: true -> false")
})
