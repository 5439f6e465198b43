export { type ReadModelFileOptions, readModelFile } from "./file.ts"
