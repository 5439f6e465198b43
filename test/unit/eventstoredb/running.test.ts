import { readFileSync } from "node:fs"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { readAddress } from "#adapters/eventstore/eventstoredb"

const textOf = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8")
const page = textOf("docs/eventstoredb.md")
const compose = parse(textOf("compose.yaml")).services.eventstore
const { jobs } = parse(textOf(".github/workflows/ci.yml"))
const service = jobs.eventstoredb.services.eventstore

describe("running on EventStoreDB", () => {
  it("is tried by users and by CI on one pinned version, reached from the machine itself only", () => {
    expect(compose.image).toMatch(/^eventstore\/eventstore:23\.10\.\d+-/)
    expect(service.image).toBe(compose.image)
    expect(service.env).toEqual(compose.environment)
    for (const port of [...compose.ports, ...service.ports]) expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it("is described with addresses that are taken", () => {
    const addresses = [page, textOf("compose.yaml"), JSON.stringify(jobs)].flatMap((text) => [
      ...text.matchAll(/esdb(?:\+discover)?:\/\/127[^'"`\s]+/g),
    ])
    expect(addresses.length).toBeGreaterThan(3)
    for (const [address] of addresses) expect(Result.isSuccess(readAddress(address))).toBe(true)
  })

  it("is guarded by tests that are there", () => {
    const files = [page, JSON.stringify(jobs)].flatMap((text) => [
      ...text.matchAll(/test\/[\w./-]+\.test\.ts/g),
    ])
    expect(files.length).toBeGreaterThan(4)
    for (const [file] of files) expect(textOf(file)).not.toBe("")
  })
})
