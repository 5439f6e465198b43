import { readFileSync } from "node:fs"
import { assert, describe, test } from "vitest"
import { aService } from "../../../support/http-world.ts"
import { contosoWithDevices, discovered } from "../stories.ts"

const text = readFileSync(new URL("../../../../profiles/user-driven.yaml", import.meta.url), "utf8")
const files = [{ file: "user-driven.yaml", text }]

describe("a profile drawn over HTTP", () => {
  test("is SVG where nothing else is asked for, and fit to be shown by a browser", async () => {
    await using service = aService()
    const { headers, status, text: svg } = await service.post("/api/profiles/graph", { files })
    assert.deepStrictEqual([status, headers.get("content-type")], [200, "image/svg+xml; charset=utf-8"])
    assert.match(svg, /<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    for (const said of ["EspTimedOut after 15m", "The user has the desktop"]) assert.include(svg, said)
    assert.notInclude(svg, "<script")
  })

  test("is Mermaid or DOT where that is asked for; another format is refused", async () => {
    await using service = aService()
    const asked = (format: string) => service.post(`/api/profiles/graph?format=${format}`, { files })
    assert.include((await asked("mermaid")).text, "flowchart TB")
    assert.match((await asked("dot")).text, /^digraph \{/)
    const { json, status } = await asked("png")
    assert.strictEqual(status, 400)
    assert.include(json.detail, `Expected "svg"`)
  })

  test("is refused with its findings where it cannot be built", async () => {
    await using service = aService()
    const { status, text: answer } = await service.post("/api/profiles/graph", {
      files: [{ file: "broken.yaml", text: "dsl: 1\nkind: DeploymentProfile\nnme: x\n" }],
    })
    assert.strictEqual(status, 422)
    assert.include(answer, "FL004")
  })
})

describe("the way of a device, drawn over HTTP", () => {
  test("is lit in the statechart that was frozen for its attempt", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const { report } = await discovered(service)
    await report("network", { medium: "wifi" })
    const { text: drawn } = await service.get(`/api/devices/${notebook}/attempts/latest/graph?format=mermaid`)
    assert.include(drawn, `title: "default version 1, attempt 1"`)
    assert.match(drawn, /Region, keyboard[^\n]*:::now/)
    assert.match(drawn, /linkStyle \d+ stroke/)
  })

  test("is not there for a device that never began", async () => {
    await using service = aService()
    const { neighbour } = await contosoWithDevices(service)
    const { json, status } = await service.get(`/api/devices/${neighbour}/attempts/latest/graph`)
    assert.deepStrictEqual([status, json.code], [404, "attempt-unknown"])
  })
})
