import { Result } from "effect"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compilePage, compileProfile } from "#workflows/language"
import { graphPageOf, graphProfileOf, importGraph } from "#workflows/notations"
import { shippedFiles } from "../../support/shipped.ts"

const title = fc.constantFrom("Sales laptops", "Vertrieb Köln", "1st floor", "Kiosk: lobby", "yes", "a # b")
const words = fc.constantFrom("", "For the field", "null", "- a list", "a: b")
const ids = fc.uniqueArray(fc.constantFrom("g1", "g2", "g3"), { maxLength: 2 })
const flag = fc.boolean()

const target = (type: string, groupId?: string) => ({
  target: { "@odata.type": `#microsoft.graph.${type}`, ...(groupId === undefined ? {} : { groupId }) },
})

const assignments = fc
  .record({ groups: ids, excluded: ids })
  .map(({ excluded, groups }) => [
    ...groups.map((group) => target("groupAssignmentTarget", group)),
    ...excluded.map((group) => target("exclusionGroupAssignmentTarget", group)),
  ])

const expanded = (list: ReadonlyArray<object>) => (list.length === 0 ? {} : { assignments: list })

const embedded = fc.record({
  hideInstallationProgress: flag,
  allowDeviceUseBeforeProfileAndAppInstallComplete: flag,
  blockDeviceSetupRetryByUser: flag,
  allowLogCollectionOnInstallFailure: flag,
  customErrorMessage: fc.constantFrom("Call 4444", "Ruf an: 4444 # bitte"),
  installProgressTimeoutInMinutes: fc.integer({ min: 1, max: 1440 }),
  allowDeviceUseOnInstallFailure: flag,
})

/** A profile of Graph as the service answers it: each setting under its old and its new name. */
const profile = fc
  .record({
    title,
    words,
    join: fc.constantFrom("entra", "hybrid"),
    deviceType: fc.constantFrom("windowsPc", "holoLens", "surfaceHub2"),
    template: fc.constantFrom("", "SALES-%RAND:5%", "PC-%SERIAL%"),
    tags: fc.uniqueArray(fc.constantFrom("0", "7")),
    locale: fc.constantFrom("os-default", "en-GB", "zh-Hant-TW"),
    convert: flag,
    preProvisioning: flag,
    skip: flag,
    hide: fc.record({ privacy: flag, eula: flag, keyboard: flag, link: flag }),
    userType: fc.constantFrom("standard", "administrator"),
    shared: flag,
    page: embedded,
    assignments,
  })
  .map(({ convert, hide, join, locale, page, shared, skip, template, ...x }) => {
    const isShared = shared && join === "entra"
    const preProvisioning = x.preProvisioning && !isShared
    const type = join === "hybrid" ? "activeDirectory" : "azureAD"
    const experience = { userType: x.userType, deviceUsageType: isShared ? "shared" : "singleUser" }
    return {
      "@odata.type": `#microsoft.graph.${type}WindowsAutopilotDeploymentProfile`,
      displayName: x.title,
      description: x.words,
      deviceType: x.deviceType,
      deviceNameTemplate: join === "hybrid" ? "" : template,
      roleScopeTagIds: x.tags,
      locale,
      language: locale,
      hardwareHashExtractionEnabled: convert,
      extractHardwareHash: convert,
      preprovisioningAllowed: preProvisioning,
      enableWhiteGlove: preProvisioning,
      ...(join === "hybrid" ? { hybridAzureADJoinSkipConnectivityCheck: skip } : {}),
      outOfBoxExperienceSetting: {
        eulaHidden: hide.eula,
        privacySettingsHidden: hide.privacy,
        keyboardSelectionPageSkipped: hide.keyboard,
        escapeLinkHidden: hide.link,
        ...experience,
      },
      outOfBoxExperienceSettings: {
        hideEULA: hide.eula,
        hidePrivacySettings: hide.privacy,
        skipKeyboardSelectionPage: hide.keyboard,
        hideEscapeLink: hide.link,
        ...experience,
      },
      enrollmentStatusScreenSettings: page,
      ...expanded(x.assignments),
    }
  })

const page = fc
  .record({ title, words, priority: fc.integer({ min: 1, max: 50 }), shown: embedded, assignments })
  .chain((x) =>
    fc
      .record({
        apps: fc.uniqueArray(fc.constantFrom("a1", "a2", "a3")),
        reset: flag,
        onlyOobe: flag,
        onlyFirst: flag,
        quality: flag,
        nonBlocking: flag,
      })
      .map((more) => ({ ...x, ...more })),
  )
  .map(({ shown, ...x }) => ({
    "@odata.type": "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration",
    displayName: x.title,
    description: x.words,
    priority: x.priority,
    roleScopeTagIds: [],
    showInstallationProgress: !shown.hideInstallationProgress,
    blockDeviceSetupRetryByUser: shown.blockDeviceSetupRetryByUser,
    allowDeviceResetOnInstallFailure: x.reset,
    allowLogCollectionOnInstallFailure: shown.allowLogCollectionOnInstallFailure,
    customErrorMessage: shown.customErrorMessage,
    installProgressTimeoutInMinutes: shown.installProgressTimeoutInMinutes,
    allowDeviceUseOnInstallFailure: shown.allowDeviceUseOnInstallFailure,
    selectedMobileAppIds: x.apps,
    trackInstallProgressForAutopilotOnly: x.onlyOobe,
    disableUserStatusTrackingAfterFirstUser: x.onlyFirst,
    allowNonBlockingAppInstallation: x.nonBlocking,
    installQualityUpdates: x.quality,
    ...expanded(x.assignments),
  }))

const imported = (graph: object) => {
  const [first] = Result.getOrThrow(importGraph(JSON.stringify(graph)))
  if (first === undefined) throw new Error("Nothing was imported.")
  return first
}

describe("what Graph and the profile language share", () => {
  test("of a profile comes back from the profile language as it went in, and nothing is said to be lost", () => {
    fc.assert(
      fc.property(profile, (graph) => {
        const { notShared, text } = imported(graph)
        const { settings } = Result.getOrThrow(
          compileProfile(text, { file: "imported.yaml", bases: shippedFiles }),
        )
        expect(graphProfileOf(settings)).toEqual(graph)
        expect(notShared).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test("of a page comes back from the profile language as it went in, and nothing is said to be lost", () => {
    fc.assert(
      fc.property(page, (graph) => {
        const { notShared, text } = imported(graph)
        const { settings } = Result.getOrThrow(compilePage(text, { file: "imported.yaml" }))
        expect(graphPageOf(settings)).toEqual(graph)
        expect(notShared).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
