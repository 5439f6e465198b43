export { groups } from "./projection.ts"
export { type GroupEntry, type GroupMember, groupNamed, listGroups, membersOf } from "./read.ts"
