import { assert, describe, it } from "@effect/vitest"
import { aService, type Service } from "../../support/http-world.ts"
import { contosoWithDevices, discovered, until } from "./stories.ts"

const SALES = `dsl: 1
kind: DeploymentProfile
name: sales
title: Sales laptops
extends: user-driven
assign: { groupTags: [sales] }
`

const identities = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"

const assigned = (service: Service, id: string, status: string) =>
  until(
    () => service.get(`${identities}/${id}`),
    ({ json }) => json.deploymentProfileAssignmentStatus === status,
  )

describe("the two profiles of a device, as Graph expands them", () => {
  it("are what it was given last and what it is to have, out of sync until it asks anew", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await assigned(service, notebook, "assignedInSync")
    const both = `${identities}/${notebook}?$expand=deploymentProfile,intendedDeploymentProfile`
    const before = (await service.get(both)).json
    assert.isNull(before.deploymentProfile)
    assert.strictEqual(before.intendedDeploymentProfile.displayName, "Default profile")
    await discovered(service)
    const body = { body: SALES, headers: { "Content-Type": "application/yaml" } }
    assert.strictEqual((await service.call("POST", "/api/profiles", body)).status, 201)
    await service.post(`${identities}/${notebook}/updateDeviceProperties`, { groupTag: "sales" })
    await assigned(service, notebook, "assignedOutOfSync")
    const after = (await service.get(both)).json
    assert.deepStrictEqual(
      [after.deploymentProfile.displayName, after.intendedDeploymentProfile.displayName],
      ["Default profile", "Sales laptops"],
    )
    assert.match(after.intendedDeploymentProfile["@odata.type"], /azureADWindowsAutopilotDeploymentProfile$/)
  })

  it("have addresses of their own, 204 where there is none", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    await assigned(service, notebook, "assignedInSync")
    assert.strictEqual((await service.get(`${identities}/${notebook}/deploymentProfile`)).status, 204)
    const intended = await service.get(`${identities}/${notebook}/intendedDeploymentProfile`)
    assert.strictEqual(intended.json.displayName, "Default profile")
    const nobody = "00000000-0000-4000-8000-000000000000"
    assert.strictEqual((await service.get(`${identities}/${nobody}/deploymentProfile`)).status, 404)
  })

  it("are in beta alone, and nothing else can be expanded", async () => {
    await using service = aService()
    const { notebook } = await contosoWithDevices(service)
    const asked = (version: string, what: string) =>
      service.get(`/${version}/deviceManagement/windowsAutopilotDeviceIdentities/${notebook}?$expand=${what}`)
    assert.strictEqual((await asked("v1.0", "deploymentProfile")).status, 400)
    assert.strictEqual((await asked("beta", "assignments")).status, 400)
  })
})
