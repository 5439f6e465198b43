import { createHash } from "node:crypto"
import { Cause, Clock, Context, Effect, Exit, Layer, References, Scope } from "effect"
import { memoryEventStore } from "#adapters/eventstore/memory"
import { memoryKeys } from "#adapters/keys"
import { readModelFile } from "#adapters/readmodels"
import { ReadModelFile } from "#projections/runtime"
import { Entropy, EventStore, Keys, type RecordedEvent } from "#workflows/ports"
import { seededEntropy } from "../support/seeded-entropy.ts"
import { chaos } from "./chaos.ts"
import { device } from "./devices.ts"
import { makeDice } from "./dice.ts"
import { makeListsWitness } from "./lists-witness.ts"
import { MOST_SKEW, makeLogWitness } from "./log-witness.ts"
import { MACHINES } from "./machines.ts"
import { makeNode, type Parts, SOUND } from "./node.ts"
import { administrator, LISTS, type List, reader } from "./people.ts"
import { shareLog } from "./shared-log.ts"
import { beginLife, type Life, makeTimeline } from "./timeline.ts"
import { CALM, ROUGH, type Weather } from "./unsteady-store.ts"
import { makeNotes, type Violation } from "./violation.ts"
import type { World } from "./world.ts"

/** Until when people and devices act, nodes end and lines are bad, and when all is to be at rest: milliseconds. */
const BUSY = 70_000
const ROUGH_UNTIL = 85_000
const AT_REST = 170_000
const MOST_STEPS = 1_000_000

const NODES = ["one", "two", "three"]
const TENANTS = ["adatum", "fabrikam", "tailspin"]

/** What became of a simulation. */
export interface Simulated {
  readonly seed: number
  readonly violations: ReadonlyArray<Violation>
  readonly crashes: number
  readonly steps: number
  /** The whole log as it was stored. */
  readonly log: ReadonlyArray<RecordedEvent>
  /** Of the log, byte by byte. */
  readonly digest: string
}

/** Parts to be replaced by faulty ones, to see whether that is found. */
export interface Faulty {
  readonly parts?: Partial<Parts>
  readonly lists?: ReadonlyArray<List>
}

/** What a simulation opens, until it is over. */
const opening = (scope: Scope.Scope) => {
  const build = <A>(layer: Layer.Layer<A, unknown>) =>
    Effect.runSync(Effect.provideService(Layer.build(Layer.fresh(layer)), Scope.Scope, scope))
  return {
    file: () => Context.get(build(readModelFile({ path: ":memory:", store: "simulation" })), ReadModelFile),
    outside: (seed: number) =>
      build(Layer.provideMerge(Layer.mergeAll(memoryEventStore, memoryKeys), seededEntropy(seed))),
  }
}

const severity = (weather: Weather, factor: number): Weather => ({
  refused: weather.refused * factor,
  lost: weather.lost * factor,
  late: weather.late * factor,
  cut: weather.cut * factor,
  repeated: weather.repeated * factor,
  stalled: weather.stalled * factor,
})

/** Plays one simulation of the whole service on a virtual clock: everything in it follows from the seed. */
export const simulate = (seed: number, faulty: Faulty = {}): Simulated => {
  const dice = makeDice(seed)
  const timeline = makeTimeline()
  const notes = makeNotes(timeline.elapsed)
  const scope = Scope.makeUnsafe()
  const open = opening(scope)
  const outside = open.outside(seed)
  const keys = Context.get(outside, Keys)
  const log = makeLogWitness(notes, timeline.millis)
  const lists = makeListsWitness(notes, keys, open.file())
  const events: Array<RecordedEvent> = []
  const shared = shareLog(Context.get(outside, EventStore), (stored) => {
    events.push(...stored)
    log.stored(stored)
    for (const event of stored) lists.stored(event)
  })
  const weather = severity(ROUGH, dice.pick([0, 0.3, 1, 3]))
  const common = { timeline, dice, weather, shared, keys, entropy: Context.get(outside, Entropy), lists }
  const parts = { ...SOUND, ...faulty.parts }
  const nodes = NODES.map((name) => {
    const ahead = dice.between(-MOST_SKEW / 2, MOST_SKEW / 2)
    return makeNode({ ...common, name, ahead, parts, makeFile: open.file })
  })
  let wishes = 0
  const world: World = {
    dice,
    timeline,
    notes,
    log,
    nodes,
    tenants: TENANTS.map((name) => ({ name, id: null })),
    outside: beginLife("people and devices"),
    until: BUSY,
    key: () => `wish-${wishes++}`,
  }

  const acting = new Set<string>()
  const send = (life: Life, who: string, act: Effect.Effect<void>) => {
    acting.add(who)
    const ground = Context.make(Clock.Clock, timeline.clockOf(life)).pipe(
      Context.add(References.MinimumLogLevel, "None"),
    )
    const fiber = Effect.runForkWith(ground)(act, { scheduler: timeline.schedulerOf(life) })
    fiber.addObserver((exit) => {
      acting.delete(who)
      if (Exit.isFailure(exit)) notes.broken("nobody meets a defect", Cause.pretty(exit.cause))
    })
  }

  for (const node of nodes) node.start()
  let crashes = 0
  for (const tenant of world.tenants) send(world.outside, tenant.name, administrator(world, tenant))
  for (const [number, captures] of MACHINES.entries())
    send(world.outside, `machine ${number}`, device(world, captures))
  send(world.outside, "reader", reader(world, faulty.lists ?? LISTS))
  const bad = { dice, timeline, until: ROUGH_UNTIL }
  send(
    world.outside,
    "chaos",
    chaos(nodes, bad, () => {
      crashes += 1
    }),
  )
  timeline.after(ROUGH_UNTIL * 1000, world.outside, () => void Object.assign(weather, CALM))
  const ended = timeline.run(() => timeline.elapsed() > AT_REST, MOST_STEPS)

  if (ended !== "done") notes.broken("time goes on", `the simulation ended with "${ended}"`)
  if (acting.size > 0) notes.broken("everybody comes to an end", `waiting: ${[...acting].join()}`)
  const overdue = log.overdue(timeline.millis() - 10_000)
  if (overdue.length > 0) notes.broken("every deadline comes", overdue.join())
  for (const node of nodes) {
    const standings = Effect.runSync(node.file().standings)
    const head = events.at(-1)?.position ?? ""
    for (const { name, position } of standings)
      if (position < head)
        notes.broken("every list catches up", `"${name}" of ${node.name} stands at ${position}, not ${head}`)
    lists.compare(node.name, node.file(), standings)
  }
  Effect.runSync(Scope.close(scope, Exit.void))
  const hash = createHash("sha256")
  for (const event of events) hash.update(JSON.stringify(event)).update("\n")
  return {
    seed,
    violations: notes.violations,
    crashes,
    steps: timeline.steps(),
    log: events,
    digest: hash.digest("hex"),
  }
}
