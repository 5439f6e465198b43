import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { compileProfile } from "#workflows/language"
import { autopilotJson, autopilotJsonNotShared, profileNotShared } from "#workflows/notations"
import { shippedFiles } from "../../support/shipped.ts"

const compiled = (more: string, base = "user-driven") =>
  Result.getOrThrow(
    compileProfile(`dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: ${base}\n${more}\n`, {
      file: "sales.yaml",
      bases: shippedFiles,
    }),
  ).settings

const TENANT = {
  tenantId: "6b1cbd43-5a52-4d0b-9b0e-111111111111",
  domain: "contoso.com",
  profileId: "0c1d2e3f-0000-4000-8000-000000000001",
}
const fileOf = (more: string, base?: string) => JSON.parse(autopilotJson(compiled(more, base), TENANT))

describe("AutopilotConfigurationFile.json", () => {
  test.each([
    ["administrator", "[]", "user-driven", 264],
    ["standard", "[]", "user-driven", 266],
    ["standard", "[privacy, eula]", "user-driven", 286],
    ["standard", "[privacy, eula, keyboard]", "user-driven", 1310],
    ["standard", "[privacy, eula, keyboard]", "self-deploying", 1406],
    ["administrator", "[privacy, eula]", "self-deploying", 380],
  ])("has the mask that Windows reads: %s, hidden %s, %s", (userType, hide, base, mask) => {
    expect(fileOf(`oobe: { userType: ${userType}, hide: ${hide} }`, base).CloudAssignedOobeConfig).toBe(mask)
  })

  test("has the keys of Microsoft's converter", () => {
    const oobe = "oobe: { userType: standard, locale: en-GB, hide: [keyboard, change-account] }"
    expect(fileOf(`title: Sales laptops\n${oobe}\ndevice: { nameTemplate: SALES-%RAND:5% }`)).toEqual({
      Comment_File: "Profile Sales laptops",
      Version: 2049,
      ZtdCorrelationId: TENANT.profileId,
      CloudAssignedTenantId: TENANT.tenantId,
      CloudAssignedTenantDomain: "contoso.com",
      CloudAssignedDomainJoinMethod: 0,
      CloudAssignedOobeConfig: 1290,
      CloudAssignedForcedEnrollment: 1,
      CloudAssignedAadServerData:
        '{"ZeroTouchConfig":{"CloudAssignedTenantUpn":"","ForcedEnrollment":1,"CloudAssignedTenantDomain":"contoso.com"}}',
      CloudAssignedDeviceName: "SALES-%RAND:5%",
      CloudAssignedLanguage: "en-GB",
      CloudAssignedRegion: "en-GB",
      CloudAssignedAutopilotUpdateDisabled: 1,
      CloudAssignedAutopilotUpdateTimeout: 1_800_000,
    })
  })

  test("says that a hybrid join does not look for a domain controller only where that is so", () => {
    const skipping = "device: { skipDomainControllerCheck: true }"
    expect(fileOf(skipping, "user-driven-hybrid")).toMatchObject({
      CloudAssignedDomainJoinMethod: 1,
      HybridJoinSkipDCConnectivityCheck: 1,
    })
    expect(fileOf("", "user-driven-hybrid")).not.toHaveProperty("HybridJoinSkipDCConnectivityCheck")
  })

  test("is pure ASCII without a byte order mark, whatever a title says", () => {
    const text = autopilotJson(compiled("title: Köln \u{1f680}"), TENANT)
    expect(text).toMatch(/^\{[\n -~]+$/)
    expect(JSON.parse(text).Comment_File).toBe("Profile Köln \u{1f680}")
  })

  test("comes with what a device does not learn from it", () => {
    const settings = compiled("oobe: { preProvisioning: allowed, locale: en-GB }", "pre-provisioned")
    expect(autopilotJsonNotShared(settings).map(({ property }) => property)).toEqual([
      "oobe.preProvisioning",
      "oobe.locale",
      "enrollmentStatus",
    ])
  })
})

test("what Graph has no word for is named, with the group that does the same as a rule", () => {
  const settings = compiled(
    'title: Sales-laptops\nassign: { groupTags: [sales], where: device.model == "A" }\nsignals: [Approved]\nenrollmentStatus: { onFailure: [{ retry: { limit: 5 } }], timeout: 90s, deviceSetup: { certificates: [wifi] } }',
  )
  const named = profileNotShared(settings, { hasWorkflow: true })
  expect(named.map(({ property }) => property)).toEqual([
    "title",
    "assign.groupTags",
    "assign.where",
    "signals",
    "workflow",
    "enrollmentStatus.onFailure.retry.limit",
    "enrollmentStatus.timeout",
    "enrollmentStatus.deviceSetup.certificates",
  ])
  expect(named[1]?.why).toContain('(device.devicePhysicalIds -any (_ -eq "[OrderID]:sales"))')
})
