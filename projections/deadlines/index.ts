export { deadlines } from "./projection.ts"
export { dueDeadlines, nextDue } from "./read.ts"
