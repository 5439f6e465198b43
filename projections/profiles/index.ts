export { profiles } from "./projection.ts"
export { catalogueOf, listProfiles, type ProfileEntry, profileNamed } from "./read.ts"
