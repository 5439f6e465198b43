import { Result } from "effect"
import { type AnyMachineSnapshot, initialTransition, transition } from "xstate"
import type { DeviceFact } from "#domain/device"
import { Timestamp } from "#domain/kernel"
import {
  buildStatechart,
  type DeviceProcess,
  type FrozenMachine,
  initialProcess,
  type Machines,
  takeAll,
} from "#workflows/engine"
import { compileLifecycle, compileProfile } from "#workflows/language"
import { enrolledByAnn, fact } from "../../support/device-facts.ts"
import { shippedFiles } from "../../support/shipped.ts"
import { type Figure, timed } from "../figure.ts"

const ITEMS = 50
const LAPS = 40
const AT = Timestamp.make("2026-03-03T12:00:00.000Z")

const textOf = (name: string): string => shippedFiles.find(({ file }) => file === name)?.text ?? ""

const machines = (): { readonly of: Machines; readonly attempt: FrozenMachine } => {
  const file = { file: "user-driven.yaml", bases: shippedFiles }
  const profile = Result.getOrThrow(compileProfile(textOf("user-driven.yaml"), file))
  const lifecycle = Result.getOrThrow(compileLifecycle(textOf("lifecycle.yaml"), file))
  const attempt = { chart: buildStatechart(profile.machine), settings: profile.settings }
  const life = { chart: buildStatechart(lifecycle.machine), settings: null }
  return { of: ({ name }) => (name === "lifecycle" ? life : attempt), attempt }
}

const tracked = Array.from({ length: ITEMS }, (_, index) => ({
  category: "applications" as const,
  item: `app-${index}`,
  blocking: true,
}))

const begun: ReadonlyArray<DeviceFact> = [
  ...enrolledByAnn,
  fact("EspPhaseStarted", { attempt: 1, phase: "devicePreparation", tracked }),
]

/** Every app but the last is reported twice: the phase goes on. */
const reports = (["inProgress", "completed"] as const).flatMap((state) =>
  tracked
    .slice(1)
    .map(({ category, item }) =>
      fact("EspItemReported", { attempt: 1, phase: "devicePreparation", category, item, state, code: null }),
    ),
)

const taken = (process: DeviceProcess, facts: ReadonlyArray<DeviceFact>, of: Machines): DeviceProcess =>
  Result.getOrThrow(takeAll(process, facts, AT, of)).process

/** One report of an app on the Enrollment Status Page with 50 apps: state, statechart, rules. */
export const engineStep: Figure = {
  work: "one engine step",
  unit: "steps/s",
  against: "xstate `transition` of the same machine",
  target: { atLeast: 0.7 },
  prepare: async () => {
    const { attempt, of } = machines()
    const start = taken(initialProcess, begun, of)
    const contexts: Array<AnyMachineSnapshot> = []
    for (let process = start, index = 0; index < reports.length; index++) {
      process = taken(process, [reports[index]!], of)
      contexts.push(process.attempt!.snapshot)
    }
    const { machine } = attempt.chart
    initialTransition(machine, start.attempt!.snapshot.context)
    const work = LAPS * reports.length
    return {
      close: async () => {},
      ours: () =>
        timed(work, () => {
          for (let lap = 0; lap < LAPS; lap++) {
            let process = start
            for (const report of reports) process = taken(process, [report], of)
          }
        }),
      baseline: () =>
        timed(work, () => {
          for (let lap = 0; lap < LAPS; lap++) {
            let snapshot = start.attempt!.snapshot
            for (const { context } of contexts)
              [snapshot] = transition(machine, { ...snapshot, context }, { type: "EspItemReported" })
          }
        }),
    }
  },
}
