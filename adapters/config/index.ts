export { serviceOn } from "./service.ts"
export { shippedProfiles } from "./shipped-profiles.ts"
export { DEFAULT_STORE, readStoreUrl } from "./store-url.ts"
