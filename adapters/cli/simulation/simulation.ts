import { Duration, Effect } from "effect"
import {
  Administration,
  atTheBeginning,
  fleetFile,
  type Part,
  profilesFor,
  type Run,
  runDevices,
  runVirtually,
  type Told,
  virtualFleet,
  withFiles,
} from "#adapters/simulator"
import { note, Output } from "../output.ts"
import { styleOf } from "../print/colour.ts"
import { toldText } from "../print/told.ts"
import { progressTeller } from "../progress.ts"

/** What to simulate. */
export interface Wish {
  readonly seed: string
  readonly count: number
  /** Null: the plans take turns. */
  readonly mix: ReadonlyArray<Part> | null
  /** Null: the tags that the plans need. */
  readonly groupTag: string | null
  /** When a virtual time begins, in epoch milliseconds. */
  readonly from: number
}

/** In which time devices live: their own, or that of everybody. */
export type Time =
  | { readonly clock: "virtual" }
  | { readonly clock: "real"; readonly pace: number; readonly longestWait: number }

/** What became of a virtual device. */
export interface Outcome extends Run {
  readonly plan: string
}

const SIDE_BY_SIDE = 8
/** Of more devices than this only the progress is shown, not every step. */
const MOST_TOLD = 30

/** Users, profiles and registrations that the devices need. */
const prepare = Effect.fnUntraced(function* ({ groupTag, ...wish }: Wish) {
  const { addUser, domains, importDevices, publishProfile } = yield* Administration
  const domain = (yield* domains)[0] ?? "example.com"
  const cast = {
    licensed: `virtual.ann@${domain}`,
    unlicensed: `virtual.bob@${domain}`,
    stranger: "eve@elsewhere.example",
  }
  yield* addUser(cast.licensed, true)
  yield* addUser(cast.unlicensed, false)
  const devices = virtualFleet({ ...wish, cast })
  const plans = devices.map(({ plan }) => plan).filter(({ byFile }) => groupTag === null || byFile === true)
  yield* Effect.forEach(profilesFor(plans), publishProfile)
  if (devices.some(({ plan }) => plan.byFile !== true)) yield* importDevices(fleetFile(devices, groupTag))
  return yield* withFiles(devices)
})

/** Registers virtual devices and lets them go through their plans. */
export const simulation = Effect.fnUntraced(function* (wish: Wish, time: Time) {
  const output = yield* Output
  const style = styleOf(output.err)
  const isVirtual = time.clock === "virtual"
  const devices = yield* isVirtual ? prepare(wish).pipe(atTheBeginning(wish)) : prepare(wish)
  yield* note(`${devices.length} virtual devices are switched on.`)
  const showProgress = yield* progressTeller
  const ended = (count: number) => showProgress(() => `${count} of ${devices.length} devices are done`)
  const isTold = devices.length <= MOST_TOLD
  const tell = (told: Told) => (isTold ? output.note(toldText(told, style)) : Effect.void)
  const runs = isVirtual
    ? yield* runVirtually(devices, { seed: wish.seed, from: wish.from, tell, ended })
    : yield* runDevices(
        devices,
        { tell, ended, pace: Duration.millis(time.pace), longestWait: Duration.seconds(time.longestWait) },
        SIDE_BY_SIDE,
      )
  yield* output.progress("")
  return runs.map((run, index): Outcome => ({ ...run, plan: devices[index]?.plan.name ?? "" }))
})
