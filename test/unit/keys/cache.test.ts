import { describe, expect, it } from "vitest"
import { makeCache } from "../../../adapters/keys/cache.ts"

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe("the cache of keys", () => {
  it("looks for other writers once in a turn of the event loop, and forgets what it knew when there was one", async () => {
    const file = { version: 1, looks: 0 }
    const cache = makeCache(() => {
      file.looks += 1
      return file.version
    })
    file.looks = 0
    const key = new Uint8Array(32)
    cache.set("person-1", key)
    for (let time = 0; time < 100; time++) expect(cache.get("person-1")).toBe(key)
    expect(file.looks).toBe(1)
    await turn()
    expect(cache.get("person-1")).toBe(key)
    expect(file.looks).toBe(2)
    file.version = 2
    await turn()
    expect(cache.get("person-1")).toBe(undefined)
  })

  it("keeps ten thousand keys, and forgets the one it has known longest for a further one", () => {
    const cache = makeCache(() => 1)
    for (let n = 0; n < 10_000; n++) cache.set(`person-${n}`, null)
    expect(cache.get("person-0")).toBe(null)
    cache.set("person-10000", null)
    expect(cache.get("person-0")).toBe(undefined)
    expect(cache.get("person-1")).toBe(null)
    expect(cache.get("person-10000")).toBe(null)
  })
})
