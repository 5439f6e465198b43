import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compileProfile } from "#workflows/language"
import { autopilotJson, importGraph } from "#workflows/notations"
import { shippedFiles } from "../../support/shipped.ts"

const flag = fc.boolean()

/** A file as Microsoft's converter writes it. */
const file = fc
  .record({
    title: fc.constantFrom("Sales laptops", "Vertrieb Köln", "Kiosk: lobby"),
    isHybrid: flag,
    skips: flag,
    isForced: flag,
    hide: fc.record({ privacy: flag, eula: flag, keyboard: flag }),
    isStandard: flag,
    language: fc.constantFrom("os-default", "en-GB"),
    template: fc.option(fc.constantFrom("SALES-%RAND:5%", "PC-%SERIAL%")),
  })
  .map(({ hide, isForced, isHybrid, isStandard, language, skips, template, title }) => ({
    Comment_File: `Profile ${title}`,
    Version: 2049,
    ZtdCorrelationId: "0c1d2e3f-0000-4000-8000-000000000001",
    CloudAssignedTenantId: "6b1cbd43-5a52-4d0b-9b0e-111111111111",
    CloudAssignedTenantDomain: "contoso.com",
    CloudAssignedDomainJoinMethod: isHybrid ? 1 : 0,
    CloudAssignedOobeConfig:
      264 + (isStandard ? 2 : 0) + (hide.privacy ? 4 : 0) + (hide.eula ? 16 : 0) + (hide.keyboard ? 1024 : 0),
    CloudAssignedForcedEnrollment: isForced ? 1 : 0,
    CloudAssignedAadServerData: JSON.stringify({
      ZeroTouchConfig: {
        CloudAssignedTenantUpn: "",
        ForcedEnrollment: isForced ? 1 : 0,
        CloudAssignedTenantDomain: "contoso.com",
      },
    }),
    ...(template === null || isHybrid ? {} : { CloudAssignedDeviceName: template }),
    ...(hide.keyboard ? { CloudAssignedLanguage: language, CloudAssignedRegion: language } : {}),
    ...(isHybrid && skips ? { HybridJoinSkipDCConnectivityCheck: 1 } : {}),
    CloudAssignedAutopilotUpdateDisabled: 1,
    CloudAssignedAutopilotUpdateTimeout: 1_800_000,
  }))

const imported = (given: object) => {
  const [first] = Result.getOrThrow(importGraph(JSON.stringify(given)))
  if (first === undefined) throw new Error("Nothing was imported.")
  return first
}

describe("AutopilotConfigurationFile.json", () => {
  test("comes back from the profile language as it went in; only whose it is, is said anew", () => {
    fc.assert(
      fc.property(file, (given) => {
        const { notShared, text } = imported(given)
        const { settings } = Result.getOrThrow(
          compileProfile(text, { file: "imported.yaml", bases: shippedFiles }),
        )
        const recipient = {
          tenantId: given.CloudAssignedTenantId,
          domain: given.CloudAssignedTenantDomain,
          profileId: given.ZtdCorrelationId,
        }
        expect(JSON.parse(autopilotJson(settings, recipient))).toEqual(given)
        expect(notShared.map(({ property }) => property)).toEqual([
          "ZtdCorrelationId",
          "CloudAssignedTenantId",
          "CloudAssignedTenantDomain",
        ])
      }),
      { numRuns: 40 },
    )
  })

  test("has everything named that does not go over", () => {
    const { name, notShared, text } = imported({
      ZtdCorrelationId: "0c1d2e3f-0000-4000-8000-000000000001",
      CloudAssignedOobeConfig: 28 + 512,
      CloudAssignedDomainJoinMethod: 1,
      CloudAssignedDeviceName: "HQ-%SERIAL%",
      CloudAssignedGroupTag: "sales",
      CloudAssignedAutopilotUpdateDisabled: 0,
    })
    expect(name).toBe("existing-devices")
    expect(notShared.map(({ property, value }) => [property, value])).toEqual([
      ["CloudAssignedOobeConfig", 512],
      ["CloudAssignedOobeConfig", 256],
      ["ZtdCorrelationId", "0c1d2e3f-0000-4000-8000-000000000001"],
      ["CloudAssignedAutopilotUpdateDisabled", 0],
      ["CloudAssignedDeviceName", "HQ-%SERIAL%"],
      ["CloudAssignedGroupTag", "sales"],
    ])
    expect(text).toContain('# Not taken over: CloudAssignedGroupTag "sales".')
    expect(text).toContain("extends: user-driven-hybrid")
  })
})
