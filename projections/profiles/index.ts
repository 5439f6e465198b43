export { profiles } from "./projection.ts"
export { catalogueOf, listProfiles, type ProfileEntry, pageCatalogueOf, profileNamed } from "./read.ts"
