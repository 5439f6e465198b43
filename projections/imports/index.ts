export { imports } from "./projection.ts"
export {
  type ImportRowStatus,
  type ImportStatus,
  importRows,
  importStatus,
  listImports,
} from "./read.ts"
