export { serviceOn } from "./service.ts"
export { shippedProfiles } from "./shipped-profiles.ts"
export { DEFAULT_STORE, readStoreUrl, type StoreUrl, StoreUrlInvalid } from "./store-url.ts"
