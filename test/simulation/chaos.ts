import { Duration, Effect } from "effect"
import type { Dice } from "./dice.ts"
import type { Node } from "./node.ts"
import type { Timeline } from "./timeline.ts"

/** Nodes end at any moment, to the microsecond between any two steps of theirs, and are begun again a little later. */
export const chaos = Effect.fnUntraced(function* (
  nodes: ReadonlyArray<Node>,
  { dice, timeline, until }: { readonly dice: Dice; readonly timeline: Timeline; readonly until: number },
  crashed: () => void,
) {
  const pace = dice.between(1_000, 15_000)
  while (timeline.elapsed() < until) {
    yield* Effect.sleep(Duration.micros(BigInt(dice.below(2 * pace * 1000))))
    const node = dice.pick(nodes)
    if (!node.isUp()) continue
    node.crash(dice.chance(0.2))
    crashed()
    const down = dice.between(0, 5_000)
    timeline.after(down * 1000, OPERATOR, node.start)
  }
})

const OPERATOR = { name: "operator", isOver: false, mourners: [] }
