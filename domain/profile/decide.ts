import { Equal, Result } from "effect"
import type { Refusal } from "#domain/kernel"
import type { ProfileFact, PublishedPage, PublishedVersion } from "./events.ts"
import { nameTaken, profileMoved, profileUnknown, versionUnknown } from "./refusals.ts"

/** The state of one profile stream: the versions of a profile, or those of a page. */
export interface ProfileState {
  readonly versions: ReadonlyArray<PublishedVersion>
  readonly pages: ReadonlyArray<PublishedPage>
  readonly retired: boolean
}

/** What a version is before it has a number. */
type Draft = Omit<PublishedVersion, "version" | "again">
type PageDraft = Omit<PublishedPage, "version" | "again">

/** What may be asked of a profile stream. `after`: only while this is the newest version, 0 for none. */
export type ProfileCommand =
  | { readonly type: "Publish"; readonly profile: Draft; readonly after?: number | undefined }
  | { readonly type: "PublishPage"; readonly page: PageDraft; readonly after?: number | undefined }
  /** Makes an old version the newest again, exactly as it was: nothing is compiled anew. */
  | { readonly type: "PublishAgain"; readonly version: number }
  | { readonly type: "Retire"; readonly after?: number | undefined }

/** A stream without events. */
export const initialProfile: ProfileState = { versions: [], pages: [], retired: false }

/** Applies one event to the state of its profile. */
export const evolveProfile = (state: ProfileState, fact: ProfileFact): ProfileState => {
  switch (fact.type) {
    case "ProfilePublished":
      return { ...state, versions: [...state.versions, fact.data], retired: false }
    case "EspPagePublished":
      return { ...state, pages: [...state.pages, fact.data], retired: false }
    default:
      return { ...state, retired: true }
  }
}

type Decision = Result.Result<ReadonlyArray<ProfileFact>, Refusal>

const nothing: Decision = Result.succeed([])

/** Whether two versions say the same: by their texts, and by what their bases made of them. */
export const saysTheSame = (a: Draft, b: Draft): boolean =>
  a.sourceDigest === b.sourceDigest &&
  a.machineDigest === b.machineDigest &&
  Equal.equals(a.settings, b.settings)

/** Whether two versions of a page say the same. */
export const isSamePage = (a: PageDraft, b: PageDraft): boolean =>
  a.sourceDigest === b.sourceDigest && Equal.equals(a.settings, b.settings)

/** How many versions a stream has, and what its newest is called. */
const newestOf = ({ pages, versions }: ProfileState) => {
  const newest = versions.at(-1) ?? pages.at(-1)
  return { name: newest?.name, length: versions.length + pages.length }
}

/** Refuses what was decided on another version than the newest. */
const unmoved = (
  state: ProfileState,
  name: string,
  after: number | undefined,
): Result.Result<void, Refusal> => {
  const { length } = newestOf(state)
  return after === undefined || after === length
    ? Result.succeed(undefined)
    : Result.fail(profileMoved(name, after, length))
}

const publish = (
  state: ProfileState,
  { after, profile }: Extract<ProfileCommand, { type: "Publish" }>,
): Decision => {
  if (state.pages.length > 0) return Result.fail(nameTaken(profile.name, "an Enrollment Status Page"))
  const newest = state.versions.at(-1)
  if (!state.retired && newest !== undefined && saysTheSame(newest, profile)) return nothing
  const version = state.versions.length + 1
  return Result.map(unmoved(state, profile.name, after), () => [
    { type: "ProfilePublished", data: { ...profile, version } },
  ])
}

const publishPage = (
  state: ProfileState,
  { after, page }: Extract<ProfileCommand, { type: "PublishPage" }>,
): Decision => {
  if (state.versions.length > 0) return Result.fail(nameTaken(page.name, "a deployment profile"))
  const newest = state.pages.at(-1)
  if (!state.retired && newest !== undefined && isSamePage(newest, page)) return nothing
  const version = state.pages.length + 1
  return Result.map(unmoved(state, page.name, after), () => [
    { type: "EspPagePublished", data: { ...page, version } },
  ])
}

const publishAgain = (state: ProfileState, again: number): Decision => {
  const { length, name } = newestOf(state)
  if (name === undefined) return Result.fail(profileUnknown())
  const page = state.pages[again - 1]
  const profile = state.versions[again - 1]
  const newest = { version: length + 1, again }
  const { retired } = state
  if (page !== undefined) {
    const isNewest = !retired && state.pages.slice(-1).some((last) => isSamePage(last, page))
    return isNewest ? nothing : Result.succeed([{ type: "EspPagePublished", data: { ...page, ...newest } }])
  }
  if (profile === undefined) return Result.fail(versionUnknown(name, again, length))
  const isNewest = !retired && state.versions.slice(-1).some((last) => saysTheSame(last, profile))
  return isNewest ? nothing : Result.succeed([{ type: "ProfilePublished", data: { ...profile, ...newest } }])
}

const retire = (state: ProfileState, { after }: Extract<ProfileCommand, { type: "Retire" }>): Decision => {
  const { length: version, name } = newestOf(state)
  if (name === undefined) return Result.fail(profileUnknown())
  const moved = unmoved(state, name, after)
  if (Result.isFailure(moved)) return Result.fail(moved.failure)
  if (state.retired) return after === undefined ? Result.fail(profileUnknown()) : nothing
  const type = state.pages.length > 0 ? "EspPageRetired" : "ProfileRetired"
  return Result.succeed([{ type, data: { name, version } }])
}

/** Decides a command on a profile or a page. Publishing what is already the newest version changes nothing. */
export const decideProfile = (state: ProfileState, command: ProfileCommand): Decision => {
  switch (command.type) {
    case "Publish":
      return publish(state, command)
    case "PublishPage":
      return publishPage(state, command)
    case "PublishAgain":
      return publishAgain(state, command.version)
    case "Retire":
      return retire(state, command)
  }
}
