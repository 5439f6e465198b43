import { expect, test } from "vitest"
import { aService } from "../../support/http-world.ts"
import { contosoWithDevices, discovered } from "./stories.ts"

test("a device is explained: why this profile, what is wrong with it, what it waits for; now and at any moment", async () => {
  await using service = aService()
  const { notebook } = await contosoWithDevices(service)
  const explained = (query = "") => service.get(`/api/devices/${notebook}/explain${query}`)
  await discovered(service)
  const { json } = await explained()
  expect(json.profile).toMatchObject({ desired: { name: "default" }, delivered: { isDesired: true } })
  expect(json.profile.candidates).toMatchObject([{ name: "default", won: true }])
  expect(json.profile.says).toContain('The device is to have "default" version 1')
  expect(json).toMatchObject({ remediation: null })
  expect(json.waiting.attempt.state).not.toBe("")
  const decided = await explained(`?at=${json.profile.since.position}`)
  expect(decided.json.profile.delivered).toBeNull()
  expect((await explained("?at=yesterday")).status).toBe(400)
  const stranger = await service.get("/api/devices/00000000-0000-4000-8000-000000000000/explain")
  expect(stranger).toMatchObject({ status: 404, json: { number: "807" } })
})
