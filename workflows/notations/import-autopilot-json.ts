import { Schema } from "effect"
import { isStandardData, OOBE_BITS, UPDATE_TIMEOUT_MILLIS } from "./autopilot-json.ts"
import { LooseInt, maybe } from "./loose.ts"
import { type NotShared, unless } from "./not-shared.ts"
import { nameFor } from "./yaml-text.ts"

/**
 * `AutopilotConfigurationFile.json`, as far as the profile language has words for it.
 *
 * Source: Windows Autopilot deployment for existing devices; WindowsAutoPilotIntune, ConvertTo-AutopilotConfigurationJSON.
 */
export const ConfigurationFile = Schema.Struct({
  Comment_File: maybe(Schema.String),
  Version: maybe(LooseInt),
  ZtdCorrelationId: Schema.String,
  CloudAssignedTenantId: maybe(Schema.String),
  CloudAssignedTenantDomain: maybe(Schema.String),
  CloudAssignedDomainJoinMethod: maybe(LooseInt),
  CloudAssignedOobeConfig: LooseInt,
  CloudAssignedForcedEnrollment: maybe(LooseInt),
  CloudAssignedAadServerData: maybe(Schema.String),
  CloudAssignedDeviceName: maybe(Schema.String),
  CloudAssignedLanguage: maybe(Schema.String),
  CloudAssignedRegion: maybe(Schema.String),
  HybridJoinSkipDCConnectivityCheck: maybe(LooseInt),
  CloudAssignedAutopilotUpdateDisabled: maybe(LooseInt),
  CloudAssignedAutopilotUpdateTimeout: maybe(LooseInt),
})
type ConfigurationFile = typeof ConfigurationFile.Type

const TITLE = /^Profile (.+)$/s

const has = (mask: number, bit: number): boolean => (mask & bit) !== 0

const SHARED = OOBE_BITS.tpmAttestation | OOBE_BITS.deviceAuthentication
const ALWAYS = OOBE_BITS.skipOemRegistration | OOBE_BITS.skipUpgradePage
const KNOWN = Object.values(OOBE_BITS).reduce((all, bit) => all | bit, 0)

const oobeOf = (file: ConfigurationFile) => {
  const mask = file.CloudAssignedOobeConfig
  const hides = [
    ["eula", has(mask, OOBE_BITS.skipEula)],
    ["privacy", has(mask, OOBE_BITS.skipPrivacy)],
    ["keyboard", has(mask, OOBE_BITS.skipKeyboard)],
    ["change-account", file.CloudAssignedForcedEnrollment === 1],
  ] as const
  return {
    mode: has(mask, SHARED) ? ("self-deploying" as const) : ("user-driven" as const),
    userType: has(mask, OOBE_BITS.notLocalAdministrator) ? ("standard" as const) : ("administrator" as const),
    locale: file.CloudAssignedLanguage || "os-default",
    hide: hides.flatMap(([page, isHidden]) => (isHidden ? [page] : [])),
  }
}

/** The shipped profile whose workflow is that of such a device. */
const baseFor = (mode: "self-deploying" | "user-driven", join: "entra" | "hybrid") => {
  if (mode === "self-deploying") return "self-deploying"
  return join === "hybrid" ? "user-driven-hybrid" : "existing-devices"
}

const RECIPIENT = "It is said when a profile is exported: whose device it is, and which profile it has."

const masksNotShared = (mask: number): ReadonlyArray<NotShared> => {
  const property = "CloudAssignedOobeConfig"
  const shared = mask & SHARED
  return [
    ...unless((mask & ~KNOWN) === 0, {
      property,
      value: mask & ~KNOWN,
      why: "The profile language has no words for these bits.",
    }),
    ...unless((mask & ALWAYS) === ALWAYS, {
      property,
      value: ALWAYS & ~mask,
      why: "An exported file always has these bits, as Microsoft's converter writes them.",
    }),
    ...unless(shared === 0 || shared === SHARED, {
      property,
      value: shared,
      why: "TPM attestation and device authentication belong together: an exported file has both.",
    }),
  ]
}

const othersNotShared = (file: ConfigurationFile): ReadonlyArray<NotShared> => {
  const { CloudAssignedLanguage: language, CloudAssignedRegion: region } = file
  return [
    ...(["ZtdCorrelationId", "CloudAssignedTenantId", "CloudAssignedTenantDomain"] as const).flatMap(
      (property) =>
        unless(file[property] == null, { property, value: file[property] ?? null, why: RECIPIENT }),
    ),
    ...unless(region == null || region === language, {
      property: "CloudAssignedRegion",
      value: region ?? null,
      why: "The profile language has one locale: an exported file has the language for both.",
    }),
    ...unless(isStandardData(file), {
      property: "CloudAssignedAadServerData",
      value: file.CloudAssignedAadServerData ?? null,
      why: "An exported file has the domain and whether enrolment is forced here, and no user's name.",
    }),
    ...unless((file.CloudAssignedAutopilotUpdateDisabled ?? 1) === 1, {
      property: "CloudAssignedAutopilotUpdateDisabled",
      value: file.CloudAssignedAutopilotUpdateDisabled ?? null,
      why: "An exported file switches Autopilot's own update off.",
    }),
    ...unless((file.CloudAssignedAutopilotUpdateTimeout ?? UPDATE_TIMEOUT_MILLIS) === UPDATE_TIMEOUT_MILLIS, {
      property: "CloudAssignedAutopilotUpdateTimeout",
      value: file.CloudAssignedAutopilotUpdateTimeout ?? null,
      why: "An exported file has half an hour, as Microsoft's converter writes it.",
    }),
  ]
}

const nameTemplateOf = (
  { CloudAssignedDeviceName: name }: ConfigurationFile,
  join: "entra" | "hybrid",
): { readonly template: object; readonly notShared: ReadonlyArray<NotShared> } => {
  if (!name) return { template: {}, notShared: [] }
  const why = "With a hybrid join the domain-join profile names the device."
  return join === "entra"
    ? { template: { nameTemplate: name }, notShared: [] }
    : { template: {}, notShared: [{ property: "CloudAssignedDeviceName", value: name, why }] }
}

/** The document of the profile language that a file of an existing device comes to, and what of it does not go over. */
export const documentOfConfigurationFile = (file: ConfigurationFile) => {
  const join = file.CloudAssignedDomainJoinMethod === 1 ? ("hybrid" as const) : ("entra" as const)
  const oobe = oobeOf(file)
  const comment = file.Comment_File ?? "Profile Existing devices"
  const title = TITLE.exec(comment)?.[1] ?? comment
  const { notShared, template } = nameTemplateOf(file, join)
  const document = {
    dsl: 1,
    kind: "DeploymentProfile",
    name: nameFor(title),
    title,
    extends: baseFor(oobe.mode, join),
    device: {
      join,
      ...(join === "hybrid"
        ? { skipDomainControllerCheck: file.HybridJoinSkipDCConnectivityCheck === 1 }
        : {}),
      ...template,
    },
    oobe,
  }
  return {
    document,
    notShared: [...masksNotShared(file.CloudAssignedOobeConfig), ...othersNotShared(file), ...notShared],
  }
}
