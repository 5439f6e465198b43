import type { OfferedProfile, ProfileCatalogue } from "./choose.ts"

/** A catalogue with one more publication: a new version keeps its profile's rank, a new profile comes last. */
export const offering = (
  { generation, groups, profiles }: ProfileCatalogue,
  offer: Omit<OfferedProfile, "rank">,
): ProfileCatalogue => {
  const known = profiles.find(({ ref }) => ref.name === offer.ref.name)
  const offered = { ...offer, rank: known?.rank ?? generation + 1 }
  return {
    generation: generation + 1,
    groups,
    profiles: [...profiles.filter((profile) => profile !== known), offered],
  }
}

/** A catalogue after one profile was retired. */
export const withoutProfile = (
  { generation, groups, profiles }: ProfileCatalogue,
  name: string,
): ProfileCatalogue => ({
  generation: generation + 1,
  groups,
  profiles: profiles.filter(({ ref }) => ref.name !== name),
})
