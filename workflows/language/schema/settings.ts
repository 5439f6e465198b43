import { Schema } from "effect"
import { DurationText, Locale, listOf, NamePrefix, Names, Words } from "./text.ts"

const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.annotateKey({ description }))

/** Who gets a profile. */
export const AssignSection = Schema.Struct({
  allDevices: optional(
    Schema.Boolean,
    "Every device that no other profile takes: this makes it the default profile. Not together with lists.",
  ),
  groupTags: optional(Names, "Devices with one of these group tags."),
  orderIds: optional(Names, "Devices with one of these order ids."),
  purchaseOrders: optional(Names, "Devices with one of these purchase orders."),
  groups: optional(Names, "Devices in one of these groups."),
  excludeGroups: optional(Names, "Never devices in these groups."),
  where: optional(
    Words,
    'A CEL condition over `device` that narrows the choice: device.manufacturer == "HP"',
  ),
}).annotate({ identifier: "Assign" })

/** Who sees an Enrollment Status Page. */
export const PageAssignSection = Schema.Struct({
  ...AssignSection.fields,
  userGroups: optional(
    Names,
    "People in one of these groups; a page of the device goes before one of its user.",
  ),
}).annotate({ identifier: "PageAssign" })

/** How the device joins and what it is called. */
export const DeviceSection = Schema.Struct({
  type: optional(
    Schema.Literals(["windows-pc", "hololens", "surface-hub-2"]),
    "What kind of device it is for. Default: windows-pc.",
  ),
  join: optional(Schema.Literals(["entra", "hybrid"]), "Where the device joins. Default: entra."),
  skipDomainControllerCheck: optional(
    Schema.Boolean,
    "Hybrid join: do not look for a domain controller, for a VPN that comes later. Default: false.",
  ),
  nameTemplate: optional(
    Words,
    "Entra join: the device's name, at most 15 characters once expanded: letters, digits, hyphens, %SERIAL%, %RAND:x% (x digits).",
  ),
  namePrefix: optional(
    NamePrefix,
    "Hybrid join: how the device's name in the domain begins; random digits fill it up to 15 characters.",
  ),
  convertTargeted: optional(
    Schema.Boolean,
    "Register targeted corporate devices that are enrolled already. Default: false.",
  ),
}).annotate({ identifier: "Device" })

/** The out-of-box experience. */
export const OobeSection = Schema.Struct({
  mode: optional(
    Schema.Literals(["user-driven", "self-deploying"]),
    "Whether a person signs in during setup. Default: user-driven.",
  ),
  userType: optional(
    Schema.Literals(["standard", "administrator"]),
    "The rights of the user who sets the device up. Default: standard.",
  ),
  locale: optional(Locale, "Language and region of the setup. Default: os-default."),
  hide: optional(
    listOf(Schema.Literals(["eula", "privacy", "keyboard", "change-account"])),
    "Pages that the setup leaves out. Default: none.",
  ),
  preProvisioning: optional(
    Schema.Literals(["allowed", "forbidden"]),
    "Whether a technician may prepare the device beforehand. Default: forbidden.",
  ),
}).annotate({ identifier: "Oobe" })

const Apps = Schema.Struct({
  blocking: optional(
    Schema.Union([Schema.Literal("all"), Names]),
    "Apps that hold the page until they are installed: all that are targeted, or those of them named here. Default: all.",
  ),
  others: optional(Names, "Apps that are installed and shown, but never waited for."),
  timeLimit: optional(
    DurationText,
    "How long one app may take to install before it counts as failed. Default: as long as the page.",
  ),
  timeLimits: optional(
    Schema.Record(Schema.String, DurationText),
    "App -> how long it may take, where that differs from timeLimit.",
  ),
}).annotate({ identifier: "Apps" })

/** What one phase of the Enrollment Status Page waits for, beside what is targeted at the device. */
const PhaseSection = Schema.Struct({
  policies: optional(Names, "Security policies to wait for."),
  certificates: optional(Names, "Certificates to wait for."),
  networks: optional(Names, "Network connections (Wi-Fi, VPN) to wait for."),
  apps: optional(Apps, "Apps to install."),
}).annotate({ identifier: "EspPhase" })

const RETRY_LIMIT = "a number from 1 to 20"
const Retry = Schema.Struct({
  retry: Schema.Struct({
    limit: Schema.Int.check(
      Schema.isBetween({ minimum: 1, maximum: 20 }, { expected: RETRY_LIMIT }),
    ).annotate({
      title: RETRY_LIMIT,
    }),
  }).annotate({ title: "{ limit: 3 }" }),
}).annotate({ title: "{ retry: { limit: 3 } }" })

/** The Enrollment Status Page. Source: Intune, Enrollment Status Page settings. */
export const EnrollmentStatusSection = Schema.Struct({
  show: optional(Schema.Boolean, "Whether the page is shown at all. Default: true."),
  timeout: optional(
    DurationText,
    "How long a phase may take before the page shows an error; at most 24h. Default: 60m.",
  ),
  message: optional(Words, "What the page says when something failed."),
  onFailure: optional(
    listOf(Schema.Union([Schema.Literals(["collect-logs", "retry", "reset", "continue"]), Retry])),
    "What a person may do when something failed: collect-logs, retry (3 times, or { retry: { limit: n } }), reset, continue.",
  ),
  onlyOobe: optional(
    Schema.Boolean,
    "Only on devices that come through the out-of-box experience. Default: true.",
  ),
  onlyFirstUser: optional(
    Schema.Boolean,
    "Only the first user of a device sees the account setup, not each new one. Default: true.",
  ),
  qualityUpdates: optional(
    Schema.Boolean,
    "Install Windows quality updates after the page; Windows 11, never in the technician's phase. Default: true.",
  ),
  blockUse: optional(
    Schema.Boolean,
    "The device cannot be used until all apps and profiles are installed; what onFailure offers needs this. Default: true.",
  ),
  failOnlyBlocking: optional(
    Schema.Boolean,
    "For a technician all required apps are tried, but only blocking ones fail the run. Default: true.",
  ),
  devicePreparation: optional(PhaseSection, "The phase before the device's own setup."),
  deviceSetup: optional(PhaseSection, "What is set up for the device."),
  accountSetup: optional(PhaseSection, "What is set up for the person who signed in."),
}).annotate({ identifier: "EnrollmentStatus" })
export type EnrollmentStatusSection = typeof EnrollmentStatusSection.Type
