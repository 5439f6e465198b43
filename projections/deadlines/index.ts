export { deadlines } from "./projection.ts"
export { dueDeadlines, nextDue, type StreamDeadline } from "./read.ts"
