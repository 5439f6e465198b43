import { Effect } from "effect"
import type { Refusal } from "#domain/kernel"
import type { Answer } from "#workflows/commands"
import type { Dice } from "./dice.ts"
import type { LogWitness } from "./log-witness.ts"
import { NoAnswer, type Node, type NodeServices } from "./node.ts"
import type { Life, Timeline } from "./timeline.ts"
import type { Notes } from "./violation.ts"

/** A tenant of the simulation; its name is in everything that it calls something by. */
export interface Tenant {
  readonly name: string
  /** Null until it was created. */
  id: string | null
}

/** Everything that people and devices of a simulation see. */
export interface World {
  readonly dice: Dice
  readonly timeline: Timeline
  readonly notes: Notes
  readonly log: LogWitness
  readonly nodes: ReadonlyArray<Node>
  readonly tenants: ReadonlyArray<Tenant>
  /** The life of everybody outside the nodes. */
  readonly outside: Life
  /** When people and devices begin nothing more, in milliseconds. */
  readonly until: number
  /** An idempotency key that nobody has used. */
  key(): string
}

type Asked<A> = Effect.Effect<A, { readonly _tag: string }, NodeServices>

const isRefusal = (error: object): error is Refusal => "_tag" in error && error._tag === "Refusal"

const TRIES = 40

/** What came of asking: the answer, a refusal, or nothing because every try failed. */
export type Outcome<A> =
  | { readonly _tag: "Done"; readonly answer: A }
  | { readonly _tag: "Refused"; readonly code: string; readonly refusal: Refusal }
  | { readonly _tag: "GaveUp" }

/** Asks some node, and another one again for as long as it is not known what came of it: the same wish with the same key. */
export const ask = Effect.fnUntraced(function* <A>(world: World, wish: Asked<A>) {
  const { dice, nodes, outside } = world
  for (let tries = 0; tries < TRIES; tries++) {
    const answered = yield* Effect.result(dice.pick(nodes).call(outside, wish))
    if (answered._tag === "Success")
      return { _tag: "Done", answer: answered.success } as const satisfies Outcome<A>
    const error = answered.failure
    if (!(error instanceof NoAnswer) && isRefusal(error) && error.kind !== "limited")
      return {
        _tag: "Refused",
        code: error.number ?? error.code,
        refusal: error,
      } as const satisfies Outcome<A>
    yield* Effect.sleep(dice.between(50, 2_000))
  }
  return { _tag: "GaveUp" } as const satisfies Outcome<A>
})

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Whatever a tenant is told speaks of no other tenant: not of its name, its id, or its devices. */
export const tellsNoOther = (
  { log, notes, tenants }: World,
  tenant: Tenant,
  what: string,
  told: unknown,
): void => {
  const text = JSON.stringify(told)
  for (const other of tenants) {
    if (other === tenant) continue
    const isNamed = text.toLowerCase().includes(other.name) || (other.id !== null && text.includes(other.id))
    if (isNamed) notes.broken("no tenant sees another's", `${what} told ${tenant.name} of ${other.name}`)
  }
  for (const [id] of text.matchAll(UUID)) {
    const owner = log.tenants.get(id)
    if (owner !== undefined && owner !== tenant.id)
      notes.broken("no tenant sees another's", `${what} told ${tenant.name} of device ${id}`)
  }
}

/** Asks for a command of a tenant, and holds its answer against the log. */
export const command = Effect.fnUntraced(function* (world: World, tenant: Tenant, wish: Asked<Answer>) {
  const outcome = yield* ask(world, wish)
  if (outcome._tag === "Done") world.log.acknowledged(outcome.answer)
  if (outcome._tag === "Refused") tellsNoOther(world, tenant, "a refusal", outcome.refusal)
  return outcome
})
