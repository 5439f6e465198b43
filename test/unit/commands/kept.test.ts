import { describe, expect, it } from "vitest"
import { makeKept } from "../../../workflows/commands/execution/kept.ts"

describe("what is kept in memory", () => {
  it("lets go of what it was given longest ago", () => {
    const kept = makeKept<string>(2)
    kept.keep("a", "1")
    kept.keep("b", "2")
    kept.keep("a", "3")
    kept.keep("c", "4")
    expect(["a", "b", "c"].map(kept.get)).toEqual(["3", undefined, "4"])
  })

  it("is bounded by weight: a heavy value takes the place of several light ones", () => {
    const kept = makeKept<number>(10, (weight) => weight)
    for (const [name, weight] of Object.entries({ a: 4, b: 3, c: 3, d: 5 })) kept.keep(name, weight)
    expect(["a", "b", "c", "d"].map(kept.get)).toEqual([undefined, undefined, 3, 5])
  })

  it("weighs a value anew each time that it is kept", () => {
    const kept = makeKept<number>(10, (weight) => weight)
    kept.keep("a", 9)
    kept.keep("a", 1)
    kept.keep("b", 9)
    expect(["a", "b"].map(kept.get)).toEqual([1, 9])
  })

  it("keeps the newest value whatever it weighs", () => {
    const kept = makeKept<number>(10, (weight) => weight)
    kept.keep("a", 1)
    kept.keep("b", 100)
    expect(["a", "b"].map(kept.get)).toEqual([undefined, 100])
  })
})
