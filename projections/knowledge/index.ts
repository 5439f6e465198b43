export { knowledge } from "./knowledge.ts"
