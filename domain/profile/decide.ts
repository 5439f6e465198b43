import { Equal, Result } from "effect"
import type { Refusal } from "#domain/kernel"
import type { ProfileFact, PublishedVersion } from "./events.ts"
import { profileMoved, profileUnknown, versionUnknown } from "./refusals.ts"

/** The state of one profile stream. */
export interface ProfileState {
  readonly versions: ReadonlyArray<PublishedVersion>
  readonly retired: boolean
}

/** What a version is before it has a number. */
type Draft = Omit<PublishedVersion, "version" | "again">

/** What may be asked of a profile stream. `after`: only while this is the newest version, 0 for none. */
export type ProfileCommand =
  | { readonly type: "Publish"; readonly profile: Draft; readonly after?: number | undefined }
  /** Makes an old version the newest again, exactly as it was: nothing is compiled anew. */
  | { readonly type: "PublishAgain"; readonly version: number }
  | { readonly type: "Retire"; readonly after?: number | undefined }

/** A stream without events. */
export const initialProfile: ProfileState = { versions: [], retired: false }

/** Applies one event to the state of its profile. */
export const evolveProfile = (state: ProfileState, fact: ProfileFact): ProfileState =>
  fact.type === "ProfilePublished"
    ? { versions: [...state.versions, fact.data], retired: false }
    : { ...state, retired: true }

type Decision = Result.Result<ReadonlyArray<ProfileFact>, Refusal>

const nothing: Decision = Result.succeed([])

/** Whether two versions say the same: by their texts, and by what their bases made of them. */
export const saysTheSame = (a: Draft, b: Draft): boolean =>
  a.sourceDigest === b.sourceDigest &&
  a.machineDigest === b.machineDigest &&
  Equal.equals(a.settings, b.settings)

/** Whether a stream's newest version is what would be published, and is offered. */
const isNewest = ({ retired, versions }: ProfileState, draft: Draft): boolean => {
  const newest = versions.at(-1)
  return !retired && newest !== undefined && saysTheSame(newest, draft)
}

const hasMoved = ({ versions }: ProfileState, after: number | undefined): boolean =>
  after !== undefined && after !== versions.length

const publish = (
  state: ProfileState,
  { after, profile }: Extract<ProfileCommand, { type: "Publish" }>,
): Decision => {
  if (isNewest(state, profile)) return nothing
  const { length } = state.versions
  if (after !== undefined && hasMoved(state, after))
    return Result.fail(profileMoved(profile.name, after, length))
  return Result.succeed([{ type: "ProfilePublished", data: { ...profile, version: length + 1 } }])
}

const publishAgain = (state: ProfileState, again: number): Decision => {
  const { length } = state.versions
  const newest = state.versions.at(-1)
  if (newest === undefined) return Result.fail(profileUnknown())
  const old = state.versions[again - 1]
  if (old === undefined) return Result.fail(versionUnknown(newest.name, again, length))
  if (isNewest(state, old)) return nothing
  return Result.succeed([{ type: "ProfilePublished", data: { ...old, version: length + 1, again } }])
}

const retire = (state: ProfileState, { after }: Extract<ProfileCommand, { type: "Retire" }>): Decision => {
  const newest = state.versions.at(-1)
  if (newest === undefined) return Result.fail(profileUnknown())
  const { name, version } = newest
  if (after !== undefined && hasMoved(state, after)) return Result.fail(profileMoved(name, after, version))
  if (state.retired) return after === undefined ? Result.fail(profileUnknown()) : nothing
  return Result.succeed([{ type: "ProfileRetired", data: { name, version } }])
}

/** Decides a command on a profile. Publishing what is already the newest version changes nothing. */
export const decideProfile = (state: ProfileState, command: ProfileCommand): Decision => {
  switch (command.type) {
    case "Publish":
      return publish(state, command)
    case "PublishAgain":
      return publishAgain(state, command.version)
    case "Retire":
      return retire(state, command)
  }
}
