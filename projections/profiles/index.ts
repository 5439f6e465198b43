export { profiles } from "./projection.ts"
export { catalogueOf, listProfiles, type ProfileEntry, pagesOf, profileNamed } from "./read.ts"
