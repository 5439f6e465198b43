import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { lint } from "#workflows/language"
import { importGraph } from "#workflows/notations"
import { shippedFiles } from "../../support/shipped.ts"

const AZURE_AD = "#microsoft.graph.azureADWindowsAutopilotDeploymentProfile"
const SALES = { "@odata.type": AZURE_AD, displayName: "Sales laptops (EMEA)" }

const imported = (value: unknown) => Result.getOrThrow(importGraph(JSON.stringify(value)))[0]
const refused = (text: string) => Result.getOrThrow(Result.flip(importGraph(text))).message

describe("a profile of Graph", () => {
  test("becomes YAML that names the shipped workflow of its kind, and passes its checks", () => {
    const { name, text } = imported(SALES) ?? { name: "", text: "" }
    expect(name).toBe("sales-laptops-emea")
    expect(text).toBe(`dsl: 1
kind: DeploymentProfile
name: sales-laptops-emea
title: Sales laptops (EMEA)
extends: user-driven
device:
  type: windows-pc
  join: entra
  convertTargeted: false
oobe:
  mode: user-driven
  userType: administrator
  locale: os-default
  hide: []
  preProvisioning: forbidden
`)
    expect(lint([{ file: "sales.yaml", text }], { bases: shippedFiles })).toEqual([])
  })

  test("is read by its old names alone, and by its new names alone", () => {
    const old = {
      ...SALES,
      language: "en-GB",
      enableWhiteGlove: true,
      extractHardwareHash: true,
      outOfBoxExperienceSettings: { hideEULA: true, userType: "standard", deviceUsageType: "singleUser" },
    }
    const fresh = {
      ...SALES,
      locale: "en-GB",
      preprovisioningAllowed: true,
      hardwareHashExtractionEnabled: true,
      outOfBoxExperienceSetting: { eulaHidden: true, userType: "standard", deviceUsageType: "singleUser" },
    }
    expect(imported(old)).toEqual(imported(fresh))
    expect(imported(old)?.text).toContain("extends: pre-provisioned")
  })

  test("whose two names differ goes by the newer one, and the difference is told", () => {
    const { notShared, text } = imported({ ...SALES, locale: "de-DE", language: "en-US" }) ?? {}
    expect(text).toContain("locale: de-DE")
    expect(notShared).toEqual([
      { property: "language", value: "en-US", why: '"locale" says "de-DE", and the newer name counts.' },
    ])
  })

  test("says in the file what the profile language has no word for, and tells what only the service has", () => {
    const graph = {
      ...SALES,
      id: "b1f0a8a1-0000-4000-8000-000000000001",
      deviceType: "virtualMachine",
      managementServiceAppId: "app",
      lastModifiedDateTime: "2026-01-01T00:00:00Z",
      assignments: [{ target: { "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget" } }],
    }
    const { notShared = [], text = "" } = imported(graph) ?? {}
    expect(notShared.map(({ property }) => property)).toEqual([
      "deviceType",
      "assignments",
      "id",
      "managementServiceAppId",
      "lastModifiedDateTime",
    ])
    expect(text.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      '# Not taken over: deviceType "virtualMachine". The profile language knows Windows PCs, HoloLens and Surface Hub 2; the file says windows-pc.',
      '# Not taken over: assignments "#microsoft.graph.allLicensedUsersAssignmentTarget". The profile language assigns to devices and groups. Name a group that has these people.',
      '# Not taken over: managementServiceAppId "app". The profile language has no word for it.',
    ])
    expect(lint([{ file: "sales.yaml", text }], { bases: shippedFiles })).toEqual([])
  })

  test("that contradicts itself is taken over as far as Windows would go, and the rest is told", () => {
    const shared = { outOfBoxExperienceSetting: { deviceUsageType: "shared" }, preprovisioningAllowed: true }
    const kiosk = imported({ ...SALES, ...shared })
    expect(kiosk?.text).toContain("preProvisioning: forbidden")
    expect(kiosk?.notShared.map(({ property }) => property)).toEqual(["preprovisioningAllowed"])
    const hybrid = imported({
      ...SALES,
      "@odata.type": AZURE_AD.replace("azureAD", "activeDirectory"),
      deviceNameTemplate: "PC-%SERIAL%",
    })
    expect(hybrid?.notShared.map(({ property }) => property)).toEqual(["deviceNameTemplate"])
  })
})

describe("Graph's JSON", () => {
  test("may be a list, as Graph answers a collection", () => {
    const page = {
      "@odata.type": "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration",
      displayName: "All users and all devices",
      priority: 0,
      showInstallationProgress: true,
    }
    const all = Result.getOrThrow(importGraph(JSON.stringify({ value: [SALES, page] })))
    expect(all.map(({ name }) => name)).toEqual(["sales-laptops-emea", "all-users-and-all-devices"])
    expect(all[1]?.text).toContain("assign:\n  allDevices: true")
  })

  test("may be written as PowerShell scripts write it: flags and numbers in quotation marks, a comma at the end", () => {
    const text = `{ "@odata.type": "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration",
      "displayName": "Page", "priority": "2", "showInstallationProgress": "True",
      "installProgressTimeoutInMinutes": "90", }`
    expect(Result.getOrThrow(importGraph(text))[0]?.text).toContain("timeout: 90m")
  })

  test("that is something else is refused with what it is and what was expected", () => {
    expect(refused('{"@odata.type": "#microsoft.graph.group"}')).toContain(
      'The file is neither a profile nor a page of Graph: its type is "#microsoft.graph.group".',
    )
    expect(refused("{}")).toContain('it has no "@odata.type"')
    expect(refused("{{{")).toContain("The file is not JSON.")
    expect(refused(`{"@odata.type": "${AZURE_AD}"}`)).toContain("displayName")
    expect(refused("[1]")).toContain("The file holds no object of Graph.")
  })
})
