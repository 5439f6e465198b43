export { imports } from "./projection.ts"
export {
  type ImportRowStatus,
  type ImportStatus,
  importRows,
  importStatus,
  listImports,
  openImports,
} from "./read.ts"
