import { type RuleClause, ruleHolds } from "#domain/directory"
import type { DeviceFacts } from "./choose.ts"

/** A group of a tenant's directory, as rules of assignment name it: by its id or its name. */
export interface KnownGroup {
  readonly id: string
  readonly name: string
  /** What makes a device a member; null where members are added one by one. */
  readonly rule: ReadonlyArray<RuleClause> | null
}

type Groups = ReadonlyArray<KnownGroup>

const isNamed = ({ id, name }: KnownGroup, asked: string): boolean =>
  id === asked.toLowerCase() || name === asked

const has = ({ id, rule }: KnownGroup, device: DeviceFacts): boolean =>
  rule === null ? device.groups.includes(id) : ruleHolds(rule, device)

/** The first of some groups, by ids or names, that a device is in. */
export const groupOfDevice = (
  names: ReadonlyArray<string>,
  groups: Groups,
  device: DeviceFacts,
): KnownGroup | undefined =>
  names.length === 0
    ? undefined
    : groups.find((group) => names.some((name) => isNamed(group, name)) && has(group, device))

/** The first of some groups, by ids or names, that a person is in. */
export const groupOfUser = (
  names: ReadonlyArray<string>,
  groups: Groups,
  memberOf: ReadonlyArray<string>,
): KnownGroup | undefined =>
  groups.find(({ id, rule, ...group }) => {
    const isMember = rule === null && memberOf.includes(id)
    return isMember && names.some((name) => isNamed({ id, rule, ...group }, name))
  })
