import { Schema } from "effect"
import type { FactOf } from "#domain/kernel"
import { CompiledMachine } from "./compiled-machine.ts"
import { PageSettings, ProfileSettings } from "./settings.ts"

/** A base that a profile was resolved with, pinned by the digest of its source. */
const PinnedBase = Schema.Struct({ name: Schema.String, digest: Schema.String })

/** Every event of a profile stream, by type. */
export const profileEvents = {
  /** All that running the profile needs: its source, what it came to, and the compiled statechart. */
  ProfilePublished: Schema.Struct({
    name: Schema.String,
    version: Schema.Int,
    kind: Schema.Literals(["DeploymentProfile", "Lifecycle"]),
    source: Schema.String,
    sourceDigest: Schema.String,
    bases: Schema.Array(PinnedBase),
    /** Null for a lifecycle, which is not assigned to devices by rules. */
    settings: Schema.NullOr(ProfileSettings),
    machine: CompiledMachine,
    machineDigest: Schema.String,
    /** The old version that was made the newest again. */
    again: Schema.optionalKey(Schema.Int),
  }),
  ProfileRetired: Schema.Struct({ name: Schema.String, version: Schema.Int }),
  /** An Enrollment Status Page for itself, whole; a name is a profile's or a page's for ever. */
  EspPagePublished: Schema.Struct({
    name: Schema.String,
    version: Schema.Int,
    source: Schema.String,
    sourceDigest: Schema.String,
    settings: PageSettings,
    /** The old version that was made the newest again. */
    again: Schema.optionalKey(Schema.Int),
  }),
  EspPageRetired: Schema.Struct({ name: Schema.String, version: Schema.Int }),
}

/** An event of a profile stream, before it has an envelope. */
export type ProfileFact = FactOf<typeof profileEvents>
/** What is stored of one published version of a page. */
export type PublishedPage = Extract<ProfileFact, { readonly type: "EspPagePublished" }>["data"]
/** What is stored of one published version. */
export type PublishedVersion = Extract<ProfileFact, { readonly type: "ProfilePublished" }>["data"]
