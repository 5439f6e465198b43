export * from "./candidate.ts"
export * from "./catalogue.ts"
export {
  chooseProfile,
  type DeviceFacts,
  type Holds,
  type OfferedProfile,
  type ProfileCatalogue,
  unknownDevice,
  winnerFor,
} from "./choose.ts"
export * from "./choose-page.ts"
export * from "./compiled-machine.ts"
export * from "./decide.ts"
export * from "./events.ts"
export type { KnownGroup } from "./groups.ts"
export * from "./own-page.ts"
export * from "./page-catalogue.ts"
export { versionUnknown } from "./refusals.ts"
export * from "./scenario.ts"
export * from "./settings.ts"
export * from "./uphold.ts"
