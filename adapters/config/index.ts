export { logAndKeysOn, logOn, serviceOn } from "./service.ts"
export { shippedProfiles } from "./shipped-profiles.ts"
export { storeFiles } from "./store-files.ts"
export { DEFAULT_STORE, readStoreUrl } from "./store-url.ts"
