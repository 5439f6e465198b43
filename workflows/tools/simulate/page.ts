import type { DeviceProcess } from "#workflows/engine"
import type { CourseStep } from "../rehearsal/course.ts"
import { openItems, wordsOf } from "../rehearsal/esp-words.ts"
import type { Told } from "../rehearsal/perform.ts"
import { activeOn, presentPhase, type Stage } from "../rehearsal/stage.ts"

type PageStep = Extract<CourseStep, { kind: "page" }>

/** How the language names the state of a page before it knows what it tracks. */
const IDENTIFYING = "identifying"

const told = (event: string, data: unknown): Told => ({ event, data, assume: {} })

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null

/**
 * What has to happen next for the page to come to an outcome: its start, then item by item.
 *
 * @returns undefined when nothing more can be done for it
 */
export const towards = (
  stage: Stage,
  process: DeviceProcess,
  { data, outcome }: PageStep,
): Told | undefined => {
  const phase = presentPhase(stage, process)
  const current = process.device.attempt?.phases[phase]
  const identifies = activeOn(stage, process).at(-1)?.name === IDENTIFYING
  if (identifies || current === undefined || current.completedAt !== null)
    return told("EspPhaseStarted", { phase })
  if (outcome === "EspFailed")
    return told("EspItemReported", { phase, ...(isObject(data) ? data : {}), state: "failed" })
  const [open] = openItems(process.device, phase)
  return open === undefined
    ? undefined
    : told("EspItemReported", { phase, ...wordsOf(open), state: "completed" })
}
