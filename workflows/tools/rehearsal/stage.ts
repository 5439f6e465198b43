import { Schema } from "effect"
import { ESP_PHASES, type EspPhase } from "#domain/deployment"
import type { DeviceFact } from "#domain/device"
import type { MachineRef } from "#domain/profile"
import {
  buildStatechart,
  type DeviceProcess,
  type FrozenMachine,
  guards,
  type Machines,
  type Running,
} from "#workflows/engine"
import type { Draft } from "#workflows/language"
import { activeStates } from "../chart/active.ts"
import { type ChartState, chartOf } from "../chart/chart.ts"
import { mark } from "../chart/mark.ts"
import { standIn } from "../chart/stand-in.ts"
import type { PlacedTransition } from "../chart/transitions.ts"
import { latestPhase } from "./esp-words.ts"

/** Conditions whose answers are taken for granted, by their text. */
export interface Assumptions {
  readonly [condition: string]: boolean
}

/** Everything that trying a document out needs: its marked statechart beside one that takes everything. */
export interface Stage {
  readonly draft: Draft
  /** Which of a device's two statecharts is tried out. */
  readonly kind: "attempt" | "lifecycle"
  readonly chart: ChartState
  readonly transitions: ReadonlyArray<PlacedTransition>
  readonly machines: Machines
  /** A fact on which conditions are answered as assumed. */
  readonly assuming: (fact: DeviceFact, assumptions: Assumptions) => DeviceFact
}

const refOf = (kind: Stage["kind"]): MachineRef => ({ profileId: kind, name: kind, version: 1, digest: kind })

/** The names under which the two statecharts of a stage are frozen. */
export const REFS = { attempt: refOf("attempt"), lifecycle: refOf("lifecycle") } as const

const Cel = Schema.Struct({ text: Schema.String })
const textOf = (params: unknown): string => Schema.decodeUnknownSync(Cel)(params).text

/** Sets the stage for a draft. The engine that runs it is the one that devices run on. */
export const stageOf = (draft: Draft): Stage => {
  const { machine, transitions } = mark(draft.machine)
  const assumed = new WeakMap<DeviceFact, Assumptions>()
  const cel: typeof guards.cel = (args, params) =>
    assumed.get(args.context.fact)?.[textOf(params)] ?? guards.cel(args, params)
  const { kind } = machine
  const other = kind === "attempt" ? "lifecycle" : "attempt"
  const frozen: { readonly [name: string]: FrozenMachine } = {
    [kind]: { chart: buildStatechart(machine, cel), settings: draft.settings },
    [other]: { chart: buildStatechart(standIn(other)), settings: null },
  }
  return {
    draft,
    kind,
    chart: chartOf(draft.machine),
    transitions,
    machines: ({ name }) => {
      const found = frozen[name]
      if (found === undefined) throw new Error(`There is no statechart "${name}" on this stage.`)
      return found
    },
    assuming: (fact, assumptions) => {
      const copy = { ...fact }
      assumed.set(copy, assumptions)
      return copy
    },
  }
}

/** The statechart that is tried out, as far as it has come; null before it begins. */
export const runningOn = ({ kind }: Stage, process: DeviceProcess): Running | null => process[kind]

/** The states that the statechart which is tried out is in. */
export const activeOn = (stage: Stage, process: DeviceProcess): ReadonlyArray<ChartState> => {
  const running = runningOn(stage, process)
  return running === null ? [] : activeStates(stage.chart, running)
}

const isPhase = (name: string | undefined): name is EspPhase => ESP_PHASES.some((phase) => phase === name)

/** The phase of the page that is shown; without one the latest. */
export const presentPhase = (stage: Stage, process: DeviceProcess): EspPhase =>
  activeOn(stage, process)
    .map(({ meta }) => meta.esp)
    .find(isPhase) ?? latestPhase(process.device)
