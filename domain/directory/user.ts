import { Result } from "effect"
import { type Decider, type PersonalValues, Refusal } from "#domain/kernel"
import type { DirectoryFact } from "./events.ts"

/** The state of one user stream. */
export interface UserState {
  readonly known: boolean
  readonly licences: ReadonlyArray<string>
  /** The groups that the person was added to, by their ids. */
  readonly groups: ReadonlyArray<string>
  readonly erased: boolean
}

/** What may be asked of a user stream. */
export type DirectoryCommand =
  | { readonly type: "AddUser"; readonly userId: string; readonly personal: PersonalValues }
  | { readonly type: "AssignLicence"; readonly userId: string; readonly licence: string }
  | { readonly type: "RemoveLicence"; readonly userId: string; readonly licence: string }
  | {
      readonly type: "AddToGroup" | "RemoveFromGroup"
      readonly userId: string
      readonly groupId: string
      readonly name: string
      readonly personal: PersonalValues
    }
  | { readonly type: "EraseSubject"; readonly userId: string; readonly reason: string }

/** The form of a user principal name by which people are told apart. */
export const normaliseUpn = (upn: string): string => upn.trim().toLowerCase()

/** The domain of a user principal name: what follows the @, or an empty text. */
export const upnDomain = (upn: string): string => normaliseUpn(upn).split("@")[1] ?? ""

const unknownUser = () =>
  new Refusal({
    kind: "unknown",
    code: "user-unknown",
    what: "There is no such user in this tenant.",
    remedy: "Add the user first: flightlog user add UPN.",
  })

type Change<Type> = Extract<DirectoryCommand, { readonly type: Type }>

const changeLicence = (
  { licences }: UserState,
  { licence, type, userId }: Change<"AssignLicence"> | Change<"RemoveLicence">,
): Result.Result<ReadonlyArray<DirectoryFact>> => {
  const isAssigned = type === "AssignLicence"
  if (licences.includes(licence) === isAssigned) return Result.succeed([])
  return Result.succeed([
    { type: isAssigned ? "LicenceAssigned" : "LicenceRemoved", data: { userId, licence } },
  ])
}

const changeGroup = (
  { groups }: UserState,
  command: Change<"AddToGroup" | "RemoveFromGroup">,
): Result.Result<ReadonlyArray<DirectoryFact>> => {
  const { groupId, name, personal, type, userId } = command
  const isAdded = type === "AddToGroup"
  if (groups.includes(groupId) === isAdded) return Result.succeed([])
  const data = { userId, groupId, name }
  return Result.succeed([
    { type: isAdded ? "UserAddedToGroup" : "UserRemovedFromGroup", data, personal: [personal] },
  ])
}

/** The rules of the directory: a user is added once, licences come and go, and who is erased is unknown again. */
export const userDecider: Decider<UserState, DirectoryCommand, DirectoryFact> = {
  initial: { known: false, licences: [], groups: [], erased: false },
  evolve: (state, { data, type }) => {
    switch (type) {
      case "UserAdded":
        return { ...state, known: true }
      case "LicenceAssigned":
        return { ...state, licences: [...state.licences, data.licence] }
      case "LicenceRemoved":
        return { ...state, licences: state.licences.filter((licence) => licence !== data.licence) }
      case "UserAddedToGroup":
        return { ...state, groups: [...state.groups, data.groupId] }
      case "UserRemovedFromGroup":
        return { ...state, groups: state.groups.filter((group) => group !== data.groupId) }
      case "SubjectErased":
        return { known: false, licences: [], groups: [], erased: true }
    }
  },
  decide: (state, command) => {
    if (command.type === "AddUser")
      return Result.succeed(
        state.known
          ? []
          : [{ type: "UserAdded", data: { userId: command.userId }, personal: [command.personal] }],
      )
    // Somebody may be assigned to a device without being in the directory.
    if (command.type === "EraseSubject") {
      const { reason, userId } = command
      return Result.succeed(state.erased ? [] : [{ type: "SubjectErased", data: { userId, reason } }])
    }
    if (!state.known) return Result.fail(unknownUser())
    return "groupId" in command ? changeGroup(state, command) : changeLicence(state, command)
  },
}
