export { readModelFile } from "./file.ts"
