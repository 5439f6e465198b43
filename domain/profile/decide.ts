import { Result } from "effect"
import { Refusal } from "#domain/kernel"
import type { ProfileFact, PublishedVersion } from "./events.ts"

/** The state of one profile stream. */
export interface ProfileState {
  readonly versions: ReadonlyArray<PublishedVersion>
  readonly retired: boolean
}

/** What may be asked of a profile stream. */
export type ProfileCommand =
  | { readonly type: "Publish"; readonly profile: Omit<PublishedVersion, "version"> }
  | { readonly type: "Retire" }

/** A stream without events. */
export const initialProfile: ProfileState = { versions: [], retired: false }

/** Applies one event to the state of its profile. */
export const evolveProfile = (state: ProfileState, fact: ProfileFact): ProfileState =>
  fact.type === "ProfilePublished"
    ? { versions: [...state.versions, fact.data], retired: false }
    : { ...state, retired: true }

/** Decides a command on a profile. Publishing what is already the newest version changes nothing. */
export const decideProfile = (
  state: ProfileState,
  command: ProfileCommand,
): Result.Result<ReadonlyArray<ProfileFact>, Refusal> => {
  const newest = state.versions.at(-1)
  if (command.type === "Publish") {
    const same =
      newest !== undefined &&
      !state.retired &&
      newest.sourceDigest === command.profile.sourceDigest &&
      newest.machineDigest === command.profile.machineDigest
    const version = state.versions.length + 1
    return Result.succeed(same ? [] : [{ type: "ProfilePublished", data: { ...command.profile, version } }])
  }
  if (newest === undefined || state.retired)
    return Result.fail(
      new Refusal({
        kind: "unknown",
        code: "profile-unknown",
        number: "809",
        what: "No such profile is published.",
        remedy: "List the profiles to see their names.",
      }),
    )
  return Result.succeed([{ type: "ProfileRetired", data: { name: newest.name, version: newest.version } }])
}
