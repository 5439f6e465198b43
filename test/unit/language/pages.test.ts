import { Result, Schema } from "effect"
import { describe, expect, test } from "vitest"
import { EnrollmentStatus } from "#domain/profile"
import { compilePage, compileProfile } from "#workflows/language"
import { shippedProfiles } from "./shipped.ts"

const heading = "dsl: 1\nkind: EnrollmentStatusPage\nname: kiosks\n"
const compiled = (body: string) => compilePage(heading + body, { file: "kiosks.yaml" })
const codes = (body: string) => {
  const result = compiled(body)
  return Result.isFailure(result) ? result.failure.map(({ code, line }) => `${code}@${line}`) : []
}

describe("an Enrollment Status Page that stands for itself", () => {
  test("compiles to its settings, with Intune's defaults filled in", () => {
    const page = Result.getOrThrow(
      compiled(
        "priority: 2\nassign: { userGroups: [sales] }\nenrollmentStatus: { timeout: 90m, show: true }\n",
      ),
    )
    expect(page).toMatchObject({ name: "kiosks", retired: false, warnings: [] })
    expect(page.settings).toMatchObject({
      priority: 2,
      assign: { allDevices: false, userGroups: ["sales"], groupTags: [] },
      enrollmentStatus: {
        show: true,
        timeoutMillis: 5_400_000,
        onlyOobe: true,
        onlyFirstUser: true,
        qualityUpdates: true,
        blockUse: true,
        failOnlyBlocking: true,
        deviceSetup: { blockingApps: "all" },
      },
    })
  })

  test("is checked like the page of a profile: time-out, number of apps, keys", () => {
    const apps = Array.from({ length: 101 }, (_, index) => `a${index}`).join(", ")
    expect(codes("priority: 1\nenrollmentStatus: { timeout: 25h }\n")).toEqual(["FL054@5"])
    expect(
      codes(`priority: 1\nenrollmentStatus: { deviceSetup: { apps: { blocking: [${apps}] } } }\n`),
    ).toEqual(["FL057@5"])
    expect(codes("priority: 51\nenrollmentStatus: {}\n")).toContain("FL006@4")
    expect(codes("priority: 1\nworkflow: {}\nenrollmentStatus: {}\n")).toEqual(["FL004@5"])
    expect(codes("priority: 1\n")).toEqual(["FL005@1"])
    expect(codes("priority: 1\nassign: { allDevices: true }\nenrollmentStatus: {}\n")).toEqual(["FL062@4"])
  })

  test("is not taken for a profile, nor a profile for a page", () => {
    const page = `${heading}priority: 1\nenrollmentStatus: {}\n`
    expect(Result.isFailure(compileProfile(page, { file: "p.yaml", bases: shippedProfiles }))).toBe(true)
    const profile = shippedProfiles.find(({ file }) => file.endsWith("/user-driven.yaml"))
    expect(Result.isFailure(compilePage(profile?.text ?? "", { file: "p.yaml" }))).toBe(true)
  })
})

test("retired: true is told with what is compiled, and no base hands it down", () => {
  const text = (name: string, more: string) => `dsl: 1\nkind: DeploymentProfile\nname: ${name}\n${more}`
  const old = text("old", "extends: user-driven\nretired: true\n")
  const bases = [...shippedProfiles, { file: "old.yaml", text: old }]
  const retired = (source: string) =>
    Result.getOrThrow(compileProfile(source, { file: "p.yaml", bases })).retired
  expect(retired(old)).toBe(true)
  expect(retired(text("new", "extends: old\n"))).toBe(false)
})

test("pages that were published before a setting existed are read with what applied then", () => {
  const items = {
    securityPolicies: [],
    certificates: [],
    networkConnections: [],
    blockingApps: "all",
    otherApps: [],
    appTimeLimitMillis: null,
    appTimeLimits: {},
  }
  const stored = {
    timeoutMillis: 1,
    message: "",
    onFailure: { collectLogs: false, retryLimit: 0, reset: false, continueAnyway: false },
    devicePreparation: items,
    deviceSetup: items,
    accountSetup: items,
  }
  expect(Schema.decodeUnknownSync(EnrollmentStatus)(stored)).toMatchObject({ show: true, blockUse: true })
})
