import type { Outcome } from "#domain/profile"
import type { DeviceProcess } from "#workflows/engine"
import type { GivenDevice } from "../rehearsal/given-device.ts"
import type { Declined, Performance, Told } from "../rehearsal/perform.ts"
import type { Assumptions } from "../rehearsal/stage.ts"
import type { Clock } from "./conditions.ts"
import type { World } from "./world.ts"
import type { Zone } from "./zone.ts"

/** A device that may come: what is told of it, and what is assumed of conditions that only ask about it. */
export interface Comer {
  readonly id: number
  readonly device: GivenDevice
  readonly assume: Assumptions
}

/** Between which ages, in milliseconds, something happened. */
export type Window = { readonly [clock in Clock]?: readonly [least: number, most: number] }

/** How one moment of a device leads to another. */
export interface Edge {
  readonly from: Place
  readonly to: Place
  /** What happened; nothing where a time-out passed. */
  readonly told: ReadonlyArray<Told>
  /** The time-out that passed. */
  readonly timer: string | null
  readonly window: Window
  /** Time-outs that began to run, with their milliseconds. */
  readonly begun: ReadonlyMap<string, number>
  /** Clocks that began to run. */
  readonly marked: ReadonlyArray<Clock>
}

/** A time-out that the engine cannot take: nothing happens to the device any more. */
export interface Blocked {
  readonly timer: string
  readonly window: Window
  readonly declined: Declined
}

/** A moment in the life of a device, as far as it can be told from others. */
export interface Place {
  readonly id: number
  readonly comer: Comer
  readonly process: DeviceProcess
  /** What the device is like for good: the same for places that differ by times only. */
  readonly outline: string
  /** What the running time-outs and clocks may show, at any time while the device is here. */
  readonly zone: Zone
  readonly timers: ReadonlyArray<string>
  /** The states, by the paths under which they are written; the innermost ones. */
  readonly states: ReadonlyArray<string>
  /** The end of the way, if it is one. */
  readonly outcome: Outcome | null
  /** Why the device may stay here for ever, where it may. */
  readonly rest: string | null
  readonly edges: ReadonlyArray<Edge>
  readonly blocked: Blocked | null
  /** How the search came here first; null at a beginning. */
  readonly first: Edge | null
}

/** Everything that a device can come to. */
export interface Explored {
  readonly world: World
  readonly performances: ReadonlyMap<Comer, Performance>
  readonly beginnings: ReadonlyArray<Place>
  readonly places: ReadonlyArray<Place>
  /** The ids of the transitions that were taken. */
  readonly taken: ReadonlySet<string>
  /** Transitions that the rules stopped, by id, with what they say. */
  readonly stopped: ReadonlyMap<string, string>
  /** Devices that cannot even begin. */
  readonly turnedAway: ReadonlyArray<{ readonly comer: Comer; readonly declined: Declined }>
  /** False where there was too much to visit. */
  readonly complete: boolean
}
