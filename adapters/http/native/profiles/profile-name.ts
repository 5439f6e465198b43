import { Schema } from "effect"
import { text } from "../words.ts"

/** `{name}` in a path: a published profile. */
export const Named = Schema.Struct({ name: text(100) })

/** What a published name stands for. */
export const DocumentKind = Schema.Literals(["DeploymentProfile", "EnrollmentStatusPage"])

/** The number of a version, from 1. */
export const VersionNumber = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 }))

/** The number of a version in a query. */
export const VersionText = Schema.FiniteFromString.pipe(Schema.decodeTo(VersionNumber))
