export { hardwareParts } from "./projection.ts"
export { partHolders } from "./read.ts"
