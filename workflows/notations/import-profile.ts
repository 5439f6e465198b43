import type { ProfileSettings } from "#domain/profile"
import { assignOf, foreignTargets } from "./graph-assignments.ts"
import { DEVICE_TYPES, type EmbeddedPage, type GraphProfile, HIDDEN, PROFILE_TYPES } from "./graph-profile.ts"
import { type NotShared, unless } from "./not-shared.ts"
import { nameFor } from "./yaml-text.ts"

type Oobe = ProfileSettings["oobe"]

/** A value that stands under a new and an old name: the new one counts, and a difference is told. */
interface Twice<A> {
  readonly value: A
  readonly notShared: ReadonlyArray<NotShared>
}

type Given<A> = readonly [name: string, value: A | null | undefined]

const twice = <A extends string | boolean>(
  [newName, fresh]: Given<A>,
  [oldName, old]: Given<A>,
  absent: A,
): Twice<A> => {
  const value = fresh ?? old ?? absent
  const differs = fresh != null && old != null && fresh !== old
  const why = `"${newName}" says ${JSON.stringify(value)}, and the newer name counts.`
  return { value, notShared: unless(!differs, { property: oldName, value: old ?? null, why }) }
}

const deviceTypeOf = (given: string | null | undefined) => {
  const asked = given ?? "windowsPc"
  const found = DEVICE_TYPES.find(([graph]) => graph === asked)
  const why = "The profile language knows Windows PCs, HoloLens and Surface Hub 2; the file says windows-pc."
  return {
    type: found?.[1] ?? ("windows-pc" as const),
    notShared: unless(found !== undefined, { property: "deviceType", value: asked, why }),
  }
}

const oobeOf = (graph: GraphProfile) => {
  const fresh = graph.outOfBoxExperienceSetting
  const old = graph.outOfBoxExperienceSettings
  const hidden = HIDDEN.map(([page, newName, oldName]) => ({
    page,
    ...twice<boolean>([newName, fresh?.[newName]], [oldName, old?.[oldName]], false),
  }))
  const userType = twice<Oobe["userType"]>(
    ["outOfBoxExperienceSetting.userType", fresh?.userType],
    ["outOfBoxExperienceSettings.userType", old?.userType],
    "administrator",
  )
  const usage = twice<"singleUser" | "shared">(
    ["outOfBoxExperienceSetting.deviceUsageType", fresh?.deviceUsageType],
    ["outOfBoxExperienceSettings.deviceUsageType", old?.deviceUsageType],
    "singleUser",
  )
  const locale = twice<string>(["locale", graph.locale], ["language", graph.language], "os-default")
  const notShared = [...hidden, userType, usage, locale].flatMap((one) => one.notShared)
  return {
    mode: usage.value === "shared" ? ("self-deploying" as const) : ("user-driven" as const),
    userType: userType.value,
    // An empty locale lets the user choose; the service answers os-default for it.
    locale: locale.value === "" ? "os-default" : locale.value,
    hide: hidden.filter(({ value }) => value).map(({ page }) => page),
    notShared,
  }
}

const preProvisioningOf = (graph: GraphProfile, mode: Oobe["mode"]) => {
  const { notShared, value } = twice<boolean>(
    ["preprovisioningAllowed", graph.preprovisioningAllowed],
    ["enableWhiteGlove", graph.enableWhiteGlove],
    false,
  )
  const isPossible = !value || mode === "user-driven"
  const why = "Pre-provisioning prepares a device for a user, and a shared device has none."
  return {
    preProvisioning: value && isPossible ? ("allowed" as const) : ("forbidden" as const),
    notShared: [...notShared, ...unless(isPossible, { property: "preprovisioningAllowed", value, why })],
  }
}

/** The shipped profile whose workflow is that of such a device: Graph says nothing of workflows. */
const baseFor = (
  join: "entra" | "hybrid",
  { mode, preProvisioning }: Pick<Oobe, "mode" | "preProvisioning">,
) => {
  if (mode === "self-deploying") return "self-deploying"
  if (join === "hybrid") return "user-driven-hybrid"
  return preProvisioning === "allowed" ? "pre-provisioned" : "user-driven"
}

/** What a page shows when something failed, where Graph says nothing of its own. */
export const choicesOf = (page: {
  readonly logs: boolean
  readonly retry: boolean
  readonly reset: boolean
  readonly continueAnyway: boolean
}) => [
  ...(page.logs ? ["collect-logs"] : []),
  ...(page.retry ? ["retry"] : []),
  ...(page.reset ? ["reset"] : []),
  ...(page.continueAnyway ? ["continue"] : []),
]

const embeddedPage = (page: typeof EmbeddedPage.Type) => ({
  show: page.hideInstallationProgress !== true,
  timeout: `${page.installProgressTimeoutInMinutes || 60}m`,
  ...(page.customErrorMessage ? { message: page.customErrorMessage } : {}),
  onFailure: choicesOf({
    logs: page.allowLogCollectionOnInstallFailure === true,
    retry: page.blockDeviceSetupRetryByUser !== true,
    reset: false,
    continueAnyway: page.allowDeviceUseOnInstallFailure === true,
  }),
  blockUse: page.allowDeviceUseBeforeProfileAndAppInstallComplete !== true,
})

const nameTemplateOf = ({ deviceNameTemplate: template }: GraphProfile, join: "entra" | "hybrid") => {
  const isNamed = template !== null && template !== undefined && template !== ""
  const why = "With a hybrid join the domain-join profile names the device."
  return {
    nameTemplate: isNamed && join === "entra" ? { nameTemplate: template } : {},
    notShared: unless(!isNamed || join === "entra", {
      property: "deviceNameTemplate",
      value: template ?? "",
      why,
    }),
  }
}

/** The document of the profile language that a Graph profile comes to, and what of it does not go over. */
export const documentOfProfile = (graph: GraphProfile) => {
  const join = graph["@odata.type"] === PROFILE_TYPES.hybrid ? ("hybrid" as const) : ("entra" as const)
  const { notShared: ofType, type } = deviceTypeOf(graph.deviceType)
  const { notShared: ofOobe, ...oobe } = oobeOf(graph)
  const { notShared: ofPreProvisioning, preProvisioning } = preProvisioningOf(graph, oobe.mode)
  const convert = twice<boolean>(
    ["hardwareHashExtractionEnabled", graph.hardwareHashExtractionEnabled],
    ["extractHardwareHash", graph.extractHardwareHash],
    false,
  )
  const { nameTemplate, notShared: ofName } = nameTemplateOf(graph, join)
  const targets = graph.assignments ?? []
  const assign = assignOf(targets)
  const page = graph.enrollmentStatusScreenSettings
  const document = {
    dsl: 1,
    kind: "DeploymentProfile",
    name: nameFor(graph.displayName),
    title: graph.displayName,
    ...(graph.description ? { description: graph.description } : {}),
    extends: baseFor(join, { mode: oobe.mode, preProvisioning }),
    ...(graph.roleScopeTagIds?.length ? { scopeTags: graph.roleScopeTagIds } : {}),
    ...(assign === undefined ? {} : { assign }),
    device: {
      type,
      join,
      ...(join === "hybrid"
        ? { skipDomainControllerCheck: graph.hybridAzureADJoinSkipConnectivityCheck === true }
        : {}),
      ...nameTemplate,
      convertTargeted: convert.value,
    },
    oobe: { ...oobe, preProvisioning },
    ...(page == null ? {} : { enrollmentStatus: embeddedPage(page) }),
  }
  const notShared = [
    ...ofType,
    ...ofName,
    ...ofOobe,
    ...ofPreProvisioning,
    ...convert.notShared,
    ...foreignTargets(targets),
  ]
  return { document, notShared }
}
