import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { aService } from "../../../support/http-world.ts"

const text = readFileSync(new URL("../../../../profiles/user-driven.yaml", import.meta.url), "utf8")
const files = [{ file: "user-driven.yaml", text }]

describe("simulate over HTTP", () => {
  test("tries a course of events out and answers its trace", async () => {
    await using service = aService()
    const steps = ["NetworkConnected", { wait: "25h" }]
    const { json, status } = await service.post("/api/profiles/simulate", { files, steps })
    expect(status).toBe(200)
    expect(json.course.steps).toEqual(steps)
    expect(json.trace).toMatchObject({ outcome: "failure", reason: "nobody answered the setup questions" })
  })

  test("goes a random way, the same for the same seed", async () => {
    await using service = aService()
    const gone = async (seed: number) =>
      (await service.post("/api/profiles/simulate", { files, seed })).json.course.steps
    expect(await gone(5)).toEqual(await gone(5))
    expect(await gone(5)).not.toEqual(await gone(6))
  })

  test("refuses a step with data that the event has not, by its path", async () => {
    await using service = aService()
    const steps = [{ NetworkConnected: { medum: "wifi" } }]
    const { json, status } = await service.post("/api/profiles/simulate", { files, steps })
    expect(status).toBe(400)
    expect(json.detail).toContain("steps[0].NetworkConnected.medum")
  })

  test("tells everything that is wrong with a profile that cannot be tried out", async () => {
    await using service = aService()
    const faulty = [{ file: "sales.yaml", text: "dsl: 1\nkind: DeploymentProfile\nname: sales\nextend: x\n" }]
    const { json, status } = await service.post("/api/profiles/simulate", { files: faulty, steps: [] })
    expect(status).toBe(422)
    expect(json.code).toBe("profile-refused")
    expect(json.detail).toContain('"sales.yaml" cannot be tried out')
    expect(json.findings.length).toBeGreaterThan(0)
  })

  test("shows the shortest way to every outcome", async () => {
    await using service = aService()
    const { json } = await service.post("/api/profiles/paths", { files })
    const ends = json.map(({ trace }: { readonly trace: { readonly states: ReadonlyArray<string> } }) =>
      trace.states.join(),
    )
    expect(ends.toSorted()).toEqual(["desktop", "failed", "reset"])
  })
})
