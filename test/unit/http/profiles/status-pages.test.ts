import { expect, test } from "vitest"
import { aService } from "../../../support/http-world.ts"
import { after, contosoWithDevices } from "../stories.ts"

const LAB = `dsl: 1
kind: EnrollmentStatusPage
name: lab
priority: 1
assign: { groupTags: [lab] }
enrollmentStatus: { timeout: 90m }
`

test("an Enrollment Status Page is published, listed, shown and retired as a profile is, and its kind is told", async () => {
  await using service = aService()
  await contosoWithDevices(service)
  const published = await service.call("POST", "/api/profiles", {
    body: LAB,
    headers: { "Content-Type": "application/yaml" },
  })
  expect(published).toMatchObject({
    status: 201,
    json: { kind: "EnrollmentStatusPage", name: "lab", version: 1, changed: true },
  })
  const { json: listed } = await service.get("/api/profiles", after(published))
  expect(listed.filter(({ name }: { readonly name: string }) => name === "lab")).toMatchObject([
    { kind: "EnrollmentStatusPage", priority: 1, assign: { groupTags: ["lab"] } },
  ])
  expect((await service.get("/api/profiles/lab")).json).toMatchObject({
    kind: "EnrollmentStatusPage",
    version: 1,
    settings: { priority: 1, enrollmentStatus: { timeoutMillis: 5_400_000 } },
  })
  const longer = { file: "lab.yaml", text: LAB.replace("90m", "2h") }
  const { json: plan } = await service.post("/api/profiles/plan", { files: [longer] })
  expect(plan.profiles).toMatchObject([{ kind: "changed", document: "EnrollmentStatusPage", from: 1, to: 2 }])
  expect((await service.post("/api/profiles/apply", plan)).json).toEqual({
    applied: [{ kind: "changed", document: "EnrollmentStatusPage", name: "lab", to: 2 }],
  })
  const back = await service.post("/api/profiles/lab/rollback", { version: 1 })
  expect(back.json).toMatchObject({ kind: "EnrollmentStatusPage", version: 3, again: 1 })
  const graph = await service.get("/api/profiles/lab/export?to=graph")
  expect(JSON.parse(graph.json.text)).toMatchObject({ installProgressTimeoutInMinutes: 90 })
  expect((await service.get("/api/profiles/lab/export?to=autopilot-json")).json).toMatchObject({
    status: 422,
    code: "not-a-profile",
  })
  expect((await service.post("/api/profiles/lab/retire")).status).toBe(204)
  const { json: history } = await service.get("/api/profiles/lab/history")
  expect(history.map(({ act }: { readonly act: string }) => act)).toEqual([
    "published",
    "published",
    "published again",
    "retired",
  ])
})
