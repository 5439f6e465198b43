import { Schema } from "effect"
import { AssignSection, DeviceSection, EnrollmentStatusSection, OobeSection } from "./settings.ts"
import { ProfileName, SignalName, Words } from "./text.ts"
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

/** A deployment profile as it is written. */
export const DeploymentProfile = Schema.Struct({
  ...heading,
  kind: described(Schema.Literal("DeploymentProfile"), "What the file describes."),
  extends: optional(
    ProfileName,
    "The profile that this one builds on: its keys apply where this file says nothing.",
  ),
  assign: optional(AssignSection, "Who gets it. The profile first published wins among those that apply."),
  device: optional(DeviceSection, "The device's join and name."),
  oobe: optional(OobeSection, "The out-of-box experience."),
  enrollmentStatus: optional(EnrollmentStatusSection, "The Enrollment Status Page."),
  signals: optional(
    Schema.Array(SignalName),
    "Events of the organisation's own that the workflow waits for.",
  ),
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

/** Any file of the profile language. */
export const AnyDocument = Schema.Union([DeploymentProfile, Lifecycle])
export type AnyDocument = typeof AnyDocument.Type
