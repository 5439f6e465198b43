import { readFileSync } from "node:fs"
import { Result, Schema } from "effect"
import { describe, expect, test } from "vitest"
import {
  CheckReport,
  type Course,
  check,
  courseText,
  readCourse,
  simulate,
  type Trace,
} from "#workflows/tools"
import { shippedFiles } from "../../support/shipped.ts"
import { draftOf } from "./drafts.ts"

const strand = (name: string) => ({
  file: `${name}.yaml`,
  text: readFileSync(new URL(`../../data/strands/${name}.yaml`, import.meta.url), "utf8"),
})

const checked = (file: { readonly file: string; readonly text: string }) =>
  check(file, { bases: shippedFiles })

/** A course as people get it: printed, read again, and tried out on the profile. Nothing in it may be declined. */
const replayed = (text: string, course: Course | null | undefined): Trace => {
  const read = readCourse({ file: "course.yaml", text: courseText(course!) })
  const { trace } = Result.getOrThrow(simulate(draftOf(text), Result.getOrThrow(read)))
  expect(trace.steps.filter(({ declined }) => declined !== null)).toEqual([])
  return trace
}

describe.each(shippedFiles.map((file) => [file.file, file] as const))("%s", (_name, file) => {
  const { exploration, findings } = checked(file)

  test("strands no device: every moment was looked at, and nothing is found", () => {
    expect(findings).toEqual([])
    expect(exploration).toMatchObject({ complete: true, assumed: [], turnedAway: [] })
  })

  test("has longest ways that a device can go, and that take as long as is said", () => {
    for (const [longest, outcome] of [
      [exploration?.desktop, "success"],
      [exploration?.answer, undefined],
    ] as const) {
      if (longest == null) continue
      const trace = replayed(file.text, longest.course)
      expect(trace.outcome).toEqual(outcome ?? expect.any(String))
      expect(trace.took).toBeGreaterThanOrEqual(longest.millis!)
      // Rests are left out of the longest time, but take their shortest time in the course.
      if (exploration?.rests.length === 0) expect(trace.took).toBe(longest.millis)
    }
  })
})

describe("a profile that strands a device", () => {
  const found = (name: string) => {
    const file = strand(name)
    const report = checked(file)
    expect(report.findings.map(({ severity }) => severity)).toEqual(["error"])
    const [finding] = report.findings
    return { finding: finding!, report, trace: replayed(file.text, finding!.course) }
  }

  const waitsForEver = ({ deadlines, outcome }: Trace) => outcome === null && deadlines.length === 0

  test("by a failure that one of two regions side by side does not lead on from", () => {
    const { finding, trace } = found("missing-failure-arm")
    expect(finding).toMatchObject({ code: "FL081", line: 35 })
    expect(trace.states).toEqual(["checks.domain.inDomain", "checks.controller.missing"])
    expect(waitsForEver(trace)).toBe(true)
  })

  test("by conditions that leave a case out, and tells which devices are meant", () => {
    const { finding, trace } = found("excluding-guard")
    expect(finding).toMatchObject({
      code: "FL081",
      line: 23,
      course: { device: { manufacturer: "Contoso" } },
    })
    expect(finding.message).toContain(
      'No condition of "done" holds for a device with manufacturer "Contoso".',
    )
    expect(waitsForEver(trace)).toBe(true)
  })

  test("by a time-out to a state without a way out", () => {
    const { finding, trace } = found("timeout-to-nowhere")
    expect(finding).toMatchObject({ code: "FL081", line: 13 })
    expect(trace.steps.at(-1)?.kind).toBe("timeout")
    expect(trace.states).toEqual(["parked"])
    expect(waitsForEver(trace)).toBe(true)
  })

  test("by an approval that may never come", () => {
    const { finding, trace } = found("endless-approval")
    expect(finding).toMatchObject({ code: "FL081", line: 15 })
    expect(finding.message).toContain('"ApprovalGranted", "ApprovalRefused" lead on, which may never come')
    expect(trace.states).toEqual(["approval"])
    expect(waitsForEver(trace)).toBe(true)
  })

  test("by a loop of retries that nothing counts, and has no longest time then", () => {
    const { finding, report, trace } = found("retry-loop")
    expect(finding).toMatchObject({ code: "FL082", line: 9 })
    const setups = trace.steps.filter(({ after, before }) => after.join() !== before.join())
    expect(setups.slice(-2).map(({ after }) => after)).toEqual([["deviceSetupFailed"], ["deviceSetup"]])
    expect(report.exploration?.answer?.millis).toBeNull()
  })
})

describe("what a page shows", () => {
  const page = (name: string) => {
    const text = readFileSync(new URL(`../../../docs/findings/${name}.md`, import.meta.url), "utf8")
    return /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? ""
  }
  const shown = (code: string) => {
    const text = page(code)
    const course = checked({ file: "profile.yaml", text }).findings[0]?.course
    return { text, course }
  }

  test("of a dead end, is a course after which only more of the same can happen", () => {
    const { course, text } = shown("FL080")
    const trace = replayed(text, course)
    expect(trace.states).toEqual(["parked"])
    for (const event of trace.possible) {
      const next = Result.getOrThrow(
        simulate(draftOf(text), { ...course, steps: [...course!.steps, event, { wait: "365d" }] }),
      )
      expect(next.trace.states).toEqual(["parked"])
    }
  })

  test("of a time-out that the rules stop, is a course whose last step is refused, and everything after it", () => {
    const { course, text } = shown("FL083")
    const { trace } = Result.getOrThrow(
      simulate(draftOf(text), { ...course, steps: [...course!.steps, "NetworkConnected"] }),
    )
    expect(trace.steps.slice(-2).map(({ declined }) => declined?.by)).toEqual(["workflow", "workflow"])
  })
})

test("a report is what its Schema says, and a file with mistakes has those and no exploration", () => {
  const report = checked(strand("retry-loop"))
  expect(Schema.decodeUnknownSync(CheckReport)(JSON.parse(JSON.stringify(report)))).toEqual(report)
  const faulty = checked({
    file: "p.yaml",
    text: "dsl: 1\nkind: DeploymentProfile\nname: x\nextends: nowhere\n",
  })
  expect(faulty.exploration).toBeNull()
  expect(faulty.findings.map(({ code }) => code)).toEqual(["FL008"])
})
