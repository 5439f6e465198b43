import { Context, Effect, Layer, Schema } from "effect"
import { streamName } from "#domain/kernel"
import type { CompiledMachine, MachineRef } from "#domain/profile"
import { buildStatechart, type FrozenMachine, type Machines, type Statechart } from "#workflows/engine"
import type { EventStore } from "#workflows/ports"
import { readFacts } from "./history.ts"

/** A frozen machine that a stream names is not where it was published. */
class MachineMissing extends Schema.TaggedError<MachineMissing>()("MachineMissing", {
  name: Schema.String,
  version: Schema.Int,
  reason: Schema.String,
}) {
  override get message() {
    return `The statechart "${this.name}" version ${this.version} cannot be run: ${this.reason}`
  }
}

/** Statecharts by the digest of what they were built from: tenants by the thousand may have published the same one. */
type Charts = Map<string, Statechart>

const chartOf = (charts: Charts, digest: string, machine: CompiledMachine): Statechart => {
  const chart = charts.get(digest) ?? buildStatechart(machine)
  charts.set(digest, chart)
  return chart
}

const loadMachine = Effect.fnUntraced(function* (
  { digest, name, profileId, version }: MachineRef,
  charts: Charts,
) {
  const facts = yield* readFacts(streamName("profile", profileId))
  for (const { fact } of facts)
    if (fact.type === "ProfilePublished" && fact.data.version === version) {
      if (fact.data.machineDigest !== digest)
        return yield* new MachineMissing({ name, version, reason: "the published one has another digest." })
      return {
        chart: chartOf(charts, digest, fact.data.machine),
        settings: fact.data.settings,
      } satisfies FrozenMachine
    }
  return yield* new MachineMissing({ name, version, reason: "its profile's stream has no such version." })
})

const keyOf = ({ digest, profileId, version }: MachineRef): string => `${profileId}@${version} ${digest}`

type Load = ReturnType<typeof loadMachine>

/**
 * The frozen machines that streams name, each read from the log once. What is published never changes, so nothing
 * here ever goes stale.
 */
export class MachineLibrary extends Context.Service<
  MachineLibrary,
  {
    /** Makes sure that machines are at hand, then gives the look-up. */
    with(refs: Iterable<MachineRef>): Effect.Effect<Machines, Effect.Error<Load>, EventStore>
  }
>()("flightlog/workflows/commands/MachineLibrary") {
  static readonly layer = Layer.sync(MachineLibrary, () => {
    const known = new Map<string, FrozenMachine>()
    const charts: Charts = new Map()
    const machines: Machines = (ref) => {
      const machine = known.get(keyOf(ref))
      if (machine === undefined)
        throw new Error(`The statechart "${ref.name}" was not loaded before it was needed.`)
      return machine
    }
    const load = Effect.fnUntraced(function* (refs: ReadonlyArray<MachineRef>) {
      for (const ref of refs) known.set(keyOf(ref), yield* loadMachine(ref, charts))
      return machines
    })
    return MachineLibrary.of({
      with: (refs) => {
        const missing = [...refs].filter((ref) => !known.has(keyOf(ref)))
        return missing.length === 0 ? Effect.succeed(machines) : load(missing)
      },
    })
  })
}
