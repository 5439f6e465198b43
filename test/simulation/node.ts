import { Clock, Context, Effect, type Exit, Layer, References, Scope } from "effect"
import { allProjections } from "#projections/all"
import { knowledge } from "#projections/knowledge"
import { type Projection, ReadModelFile, readModels } from "#projections/runtime"
import { Devices } from "#workflows/commands"
import { Entropy, EventStore, Keys } from "#workflows/ports"
import { allProcesses, runProcesses } from "#workflows/processes"
import type { HttpServices } from "../../adapters/http/services.ts"
import { shippedProfiles } from "../support/shipped.ts"
import type { Dice } from "./dice.ts"
import type { ListsWitness } from "./lists-witness.ts"
import { beginLife, endLife, type Life, type Timeline } from "./timeline.ts"
import { type SharedStore, unsteadyStore, type Weather } from "./unsteady-store.ts"

/** What a command or a read may need of the node that it is sent to: what it needs over HTTP. */
export type NodeServices = HttpServices

/** The node did not answer: it is down, it ended meanwhile, or the answer was lost. What was asked may have been done. */
export class NoAnswer extends Error {
  readonly _tag = "NoAnswer"
}

type Store = EventStore["Service"]
type File = ReadModelFile["Service"]

/** Parts of a node that may be replaced by faulty ones. */
export interface Parts {
  readonly store: (store: Store) => Store
  readonly file: (file: File) => File
  readonly projections: ReadonlyArray<Projection>
  readonly processes: typeof allProcesses
  /** By how many milliseconds the clock is ahead that processes go by. */
  readonly processClockAhead: number
}

export const SOUND: Parts = {
  store: (store) => store,
  file: (file) => file,
  projections: allProjections,
  processes: allProcesses,
  processClockAhead: 0,
}

export interface NodeOptions {
  readonly name: string
  /** By how many milliseconds its clock is wrong. */
  readonly ahead: number
  readonly timeline: Timeline
  readonly dice: Dice
  readonly weather: Weather
  readonly shared: SharedStore
  readonly keys: Keys["Service"]
  readonly entropy: Entropy["Service"]
  readonly lists: ListsWitness
  readonly parts: Parts
  /** Makes the file of its read models. */
  readonly makeFile: () => File
}

const MICROS = 1000

/** The file of read models with time passing around each commit, and every commit compared with the fold of the log. */
const watched = (file: File, { dice, lists, name }: NodeOptions): File => {
  const pause = Effect.suspend(() => Effect.sleep(dice.between(0, 4)))
  return {
    ...file,
    commit: (advances) =>
      file.commit(advances).pipe(
        Effect.tap((committed) =>
          Effect.sync(() => {
            if (committed._tag === "Committed") lists.committed(name, file, advances, committed.standings)
          }),
        ),
        Effect.tap(() => pause),
      ),
  }
}

/** One process of the service: read models of its own, its processes running, ended and begun again at any moment. */
export const makeNode = (options: NodeOptions) => {
  const { ahead, dice, entropy, keys, name, parts, shared, timeline, weather } = options
  let file = options.makeFile()
  let life: Life | null = null
  let services: Context.Context<NodeServices> | null = null

  const layerOf = (own: Life) =>
    Layer.mergeAll(Devices.layer, knowledge, shippedProfiles).pipe(
      Layer.provideMerge(readModels(parts.projections)),
      Layer.provideMerge(Layer.succeed(ReadModelFile, watched(parts.file(file), options))),
      Layer.provideMerge(
        Layer.mergeAll(
          Layer.succeed(Keys, keys),
          Layer.succeed(Entropy, entropy),
          Layer.succeed(
            EventStore,
            parts.store(unsteadyStore({ shared, timeline, dice, weather, life: own })),
          ),
        ),
      ),
    )

  const grounded = (own: Life, wrong: number) =>
    Context.make(Clock.Clock, timeline.clockOf(own, wrong)).pipe(
      Context.add(References.MinimumLogLevel, "None"),
    )

  const start = () => {
    const own = beginLife(name)
    life = own
    const program = Effect.gen(function* () {
      services = yield* Layer.build(layerOf(own))
      const clock = timeline.clockOf(own, ahead + parts.processClockAhead)
      yield* runProcesses(parts.processes).pipe(
        Effect.provideContext(services),
        Effect.provideService(Clock.Clock, clock),
      )
    })
    const fiber = Effect.runForkWith(grounded(own, ahead))(
      Effect.provideService(program, Scope.Scope, Scope.makeUnsafe()),
      { scheduler: timeline.schedulerOf(own) },
    )
    // A node that cannot begin is begun again, as a supervisor does.
    fiber.addObserver(() => {
      if (own.isOver) return
      endLife(own)
      services = null
      timeline.after(500 * MICROS, shared.life, start)
    })
  }

  return {
    name,
    isUp: () => services !== null,
    start,
    /** Ends the node between two steps; now and then the disk with its read models is lost, too. */
    crash(isDiskLost: boolean): void {
      if (life !== null) endLife(life)
      life = null
      services = null
      if (isDiskLost) file = options.makeFile()
    },
    /** Asks the node for something over a network that takes its time and may lose the answer. */
    call: <A, E>(client: Life, effect: Effect.Effect<A, E, NodeServices>): Effect.Effect<A, E | NoAnswer> =>
      Effect.callback<A, E | NoAnswer>((resume) => {
        const back = (answer: Effect.Effect<A, E | NoAnswer>) =>
          void timeline.after(dice.between(100, 3_000), client, () => resume(answer))
        timeline.after(dice.between(100, 3_000), client, () => {
          const own = life
          if (own === null || services === null) return back(Effect.fail(new NoAnswer()))
          own.mourners.push(() => back(Effect.fail(new NoAnswer())))
          const context = Context.merge(services, grounded(own, ahead))
          const fiber = Effect.runForkWith(context)(effect, { scheduler: timeline.schedulerOf(own) })
          fiber.addObserver((exit) => {
            if (own.isOver) return
            back(dice.chance(weather.lost) ? Effect.fail(new NoAnswer()) : exitOf(exit))
          })
        })
      }),
    /** The tables as they are, for a last look. */
    file: () => file,
  }
}

const exitOf = <A, E>(exit: Exit.Exit<A, E>): Effect.Effect<A, E> => exit

export type Node = ReturnType<typeof makeNode>
