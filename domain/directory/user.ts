import { Result } from "effect"
import { type Decider, type PersonalValues, Refusal } from "#domain/kernel"
import type { DirectoryFact } from "./events.ts"

/** The state of one user stream. */
export interface UserState {
  readonly known: boolean
  readonly licences: ReadonlyArray<string>
  readonly erased: boolean
}

/** What may be asked of a user stream. */
export type DirectoryCommand =
  | { readonly type: "AddUser"; readonly userId: string; readonly personal: PersonalValues }
  | { readonly type: "AssignLicence"; readonly userId: string; readonly licence: string }
  | { readonly type: "RemoveLicence"; readonly userId: string; readonly licence: string }
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

/** The rules of the directory: a user is added once, licences come and go, and who is erased is unknown again. */
export const userDecider: Decider<UserState, DirectoryCommand, DirectoryFact> = {
  initial: { known: false, licences: [], erased: false },
  evolve: (state, { data, type }) => {
    switch (type) {
      case "UserAdded":
        return { ...state, known: true }
      case "LicenceAssigned":
        return { ...state, licences: [...state.licences, data.licence] }
      case "LicenceRemoved":
        return { ...state, licences: state.licences.filter((licence) => licence !== data.licence) }
      case "SubjectErased":
        return { known: false, licences: [], erased: true }
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
    const { licence, userId } = command
    const has = state.licences.includes(licence)
    if (command.type === "AssignLicence")
      return Result.succeed(has ? [] : [{ type: "LicenceAssigned", data: { userId, licence } }])
    return Result.succeed(has ? [{ type: "LicenceRemoved", data: { userId, licence } }] : [])
  },
}
