import { describe, expect, test } from "vitest"
import { aService, type Service } from "../../../support/http-world.ts"
import { after, contosoWithDevices, until } from "../stories.ts"

const sales = (more = "") => ({
  file: "sales.yaml",
  text: `dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\nassign: { groupTags: [sales] }\n${more}`,
})

/** Waits until the lists tell of a write. */
const seen = (service: Service, written: { readonly headers: Headers }) =>
  service.get("/api/profiles", after(written))

/** Waits until a device has a profile. */
const weighed = (service: Service, deviceId: string) =>
  until(
    () => service.get(`/api/devices/${deviceId}/state`),
    ({ json }) => json.registration.profile !== null,
  )

const applied = async (service: Service, ...files: ReadonlyArray<ReturnType<typeof sales>>) => {
  const { json: plan } = await service.post("/api/profiles/plan", { files })
  const answer = await service.post("/api/profiles/apply", plan)
  await seen(service, answer)
  return { plan, answer }
}

describe("rolling out over HTTP", () => {
  test("a plan tells what would change; applied it does that, and applied again nothing", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { answer, plan } = await applied(service, sales())
    expect(plan).toMatchObject({ format: 1, counts: { new: 1, changed: 0 } })
    expect(answer).toMatchObject({
      status: 200,
      json: { applied: [{ kind: "new", name: "sales", to: 1 }] },
    })
    expect((await service.post("/api/profiles/apply", plan)).json).toEqual({ applied: [] })
  })

  test("a plan that is late is a conflict that says what moved", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { json: plan } = await service.post("/api/profiles/plan", { files: [sales()] })
    await applied(service, sales("oobe: { hide: [eula] }\n"))
    const { json, status } = await service.post("/api/profiles/apply", plan)
    expect(status).toBe(409)
    expect(json).toMatchObject({ code: "plan-outdated" })
    expect(json.detail).toContain('the profile "sales" is new after version 0')
  })

  test("files with mistakes make no plan: every finding is told with its file", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { json, status } = await service.post("/api/profiles/plan", { files: [sales("titel: A\n")] })
    expect(status).toBe(422)
    expect(json.findings).toMatchObject([{ code: "FL004", file: "sales.yaml", line: 6 }])
  })

  test("a plan that was changed by hand is refused where it is not one any more", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const { json: plan } = await service.post("/api/profiles/plan", { files: [sales()] })
    const { json, status } = await service.post("/api/profiles/apply", { ...plan, format: 2 })
    expect(status).toBe(400)
    expect(json.detail).toContain('"format"')
  })

  test("versions are listed, shown, compared and taken back", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    await applied(service, sales())
    await applied(service, sales("enrollmentStatus: { timeout: 90m }\n"))
    const diff = await service.get("/api/profiles/sales/diff?from=1&to=2")
    expect(diff.json.settings).toEqual([
      { setting: "enrollmentStatus.timeoutMillis", before: 3_600_000, after: 5_400_000 },
      { setting: "hasOwnPage", before: false, after: true },
    ])
    expect((await service.get("/api/profiles/sales?version=1")).json).toMatchObject({
      version: 1,
      newest: 2,
      retired: false,
      source: sales().text,
      publishedBy: { kind: "administrator" },
    })
    const back = await service.post("/api/profiles/sales/rollback", { version: 1 })
    expect(back).toMatchObject({ status: 201, json: { version: 3, again: 1, changed: true } })
    const again = await service.post("/api/profiles/sales/rollback", { version: 1 })
    expect(again).toMatchObject({ status: 200, json: { version: 3, changed: false } })
    const history = await service.get("/api/profiles/sales/history")
    expect(history.json.map(({ act, version }: { act: string; version: number }) => [act, version])).toEqual([
      ["published", 1],
      ["published", 2],
      ["published again", 3],
    ])
  })

  test("a profile that no device has is retired; one that devices have is not, and they are named", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await weighed(service, notebook)
    await applied(service, sales())
    const retired = await service.post("/api/profiles/sales/retire")
    expect(retired.status).toBe(204)
    await seen(service, retired)
    expect((await service.post("/api/profiles/sales/retire")).status).toBe(204)
    expect((await service.get("/api/profiles/sales")).json).toMatchObject({ retired: true, version: 1 })
    const refused = await service.post("/api/profiles/default/retire")
    expect(refused).toMatchObject({ status: 409, json: { code: "profile-assigned" } })
    expect(refused.json.detail).toContain('"CTS-0000042"')
  })

  test("names and versions that are not there are 404, with what was probably meant", async () => {
    await using service = aService()
    await contosoWithDevices(service)
    const unknown = await service.get("/api/profiles/defualt/history")
    expect(unknown).toMatchObject({ status: 404, json: { number: "809" } })
    expect(unknown.json.detail).toContain('Did you mean "default"?')
    const { json } = await service.get("/api/profiles/default/diff?from=1&to=9")
    expect(json.detail).toBe('The profile "default" has no version 9: its newest is 1.')
    expect((await service.get("/api/profiles/default?version=x")).status).toBe(400)
  })
})
