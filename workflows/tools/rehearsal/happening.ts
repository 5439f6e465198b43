import { Schema } from "effect"
import type { EspPhase } from "#domain/deployment"
import type { DeviceCommand, DeviceFact, DeviceState } from "#domain/device"
import type { ProfileSettings } from "#domain/profile"

/** What is known where something happens on a stage. */
export interface Scene {
  readonly device: DeviceState
  readonly attempt: number
  readonly settings: ProfileSettings | null
  /** The phase of the page that is shown; without one the latest. */
  readonly phase: EspPhase
}

/** What the rules are asked when something happens: a command, or a fact that others than the rules know. */
export type Asked = { readonly command: DeviceCommand } | { readonly fact: DeviceFact }

/** An event of the profile language as it can be told to happen: its data, and what the rules are asked by it. */
export interface Happening {
  readonly data: Schema.Codec<unknown, unknown>
  readonly ask: (data: unknown, scene: Scene) => Asked
}

/** An event with data of its own. */
export const happening = <S extends Schema.Codec<unknown, unknown>>(
  data: S,
  ask: (data: S["Type"], scene: Scene) => Asked,
): Happening => {
  const decode = Schema.decodeUnknownSync(data)
  return { data, ask: (raw, scene) => ask(decode(raw ?? {}), scene) }
}

const Nothing = Schema.Struct({})

/** An event without data. */
export const plain = (ask: (scene: Scene) => Asked): Happening =>
  happening(Nothing, (_data, scene) => ask(scene))
