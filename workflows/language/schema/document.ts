import { Schema } from "effect"
import {
  AssignSection,
  DeviceSection,
  EnrollmentStatusSection,
  OobeSection,
  PageAssignSection,
} from "./settings.ts"
import { listOf, Names, ProfileName, SignalName, Words } from "./text.ts"
import { WorkflowSection } from "./workflow.ts"

const described = <S extends Schema.Top>(schema: S, description: string) =>
  schema.annotateKey({ description })
const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(described(schema, description))

const heading = {
  dsl: described(Schema.Literal(1), "The version of this language."),
  name: described(ProfileName, "Names the document for ever: small letters, digits, hyphens."),
  title: optional(Words, "What people call it."),
  description: optional(Words, "What it is for."),
}

const PRIORITY = "a number from 1 to 50"
const rollout = {
  retired: optional(
    Schema.Boolean,
    "true takes it out of use when a plan is applied; without the file it stays. Default: false.",
  ),
  scopeTags: optional(Names, "Tags that say which administrators see it."),
}

/** A deployment profile as it is written. */
export const DeploymentProfile = Schema.Struct({
  ...heading,
  ...rollout,
  kind: described(Schema.Literal("DeploymentProfile"), "What the file describes."),
  extends: optional(
    ProfileName,
    "The profile that this one builds on: its keys apply where this file says nothing.",
  ),
  assign: optional(AssignSection, "Who gets it. The profile first published wins among those that apply."),
  device: optional(DeviceSection, "The device's join and name."),
  oobe: optional(OobeSection, "The out-of-box experience."),
  enrollmentStatus: optional(EnrollmentStatusSection, "The Enrollment Status Page."),
  signals: optional(listOf(SignalName), "Events of the organisation's own that the workflow waits for."),
  workflow: optional(
    WorkflowSection,
    "The steps of a deployment. States override those of the base by name.",
  ),
}).annotate({ identifier: "DeploymentProfile", title: "Deployment profile" })
export type DeploymentProfile = typeof DeploymentProfile.Type

/** The workflow of a registration, from registered to retired. */
export const Lifecycle = Schema.Struct({
  ...heading,
  kind: described(Schema.Literal("Lifecycle"), "What the file describes."),
  workflow: described(WorkflowSection, "The states of a registration."),
}).annotate({ identifier: "Lifecycle", title: "Lifecycle" })
export type Lifecycle = typeof Lifecycle.Type

/** An Enrollment Status Page as Intune has it: for itself, chosen by priority. */
export const EnrollmentStatusPage = Schema.Struct({
  ...heading,
  ...rollout,
  kind: described(Schema.Literal("EnrollmentStatusPage"), "What the file describes."),
  priority: optional(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }, { expected: PRIORITY })).annotate({
      title: PRIORITY,
    }),
    "Which page wins where several apply: 1 goes first. The default page, for all devices, has none.",
  ),
  assign: optional(PageAssignSection, "Who sees it; a page of the device goes before one of its user."),
  enrollmentStatus: described(EnrollmentStatusSection, "The page itself."),
}).annotate({ identifier: "EnrollmentStatusPage", title: "Enrollment Status Page" })
export type EnrollmentStatusPage = typeof EnrollmentStatusPage.Type

/** Any file of the profile language. */
export const AnyDocument = Schema.Union([DeploymentProfile, EnrollmentStatusPage, Lifecycle])
export type AnyDocument = typeof AnyDocument.Type
