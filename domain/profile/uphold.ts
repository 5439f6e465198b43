import { Result } from "effect"
import type { Refusal } from "#domain/kernel"
import type { ProfileCatalogue } from "./choose.ts"
import { anotherDefault, MOST_PROFILES, tooManyProfiles } from "./refusals.ts"

/**
 * Keeps what holds for all profiles of a tenant together: one default, and no more profiles than a tenant may have.
 *
 * @param catalogue as it would be
 */
export const upholdCatalogue = ({ profiles }: ProfileCatalogue): Result.Result<void, Refusal> => {
  const [first, second] = profiles.filter(({ assign }) => assign.allDevices)
  if (first !== undefined && second !== undefined) {
    const older = first.rank < second.rank ? first : second
    return Result.fail(anotherDefault(older.ref.name))
  }
  return profiles.length > MOST_PROFILES ? Result.fail(tooManyProfiles()) : Result.succeed(undefined)
}
