export { type ListEntries, listEntriesAt } from "./list-entries.ts"
