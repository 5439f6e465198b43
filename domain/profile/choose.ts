import type { Candidate } from "./candidate.ts"
import type { MachineRef } from "./compiled-machine.ts"
import { groupOfDevice, type KnownGroup } from "./groups.ts"
import type { Assignment } from "./settings.ts"

/** What the rules of assignment may look at in a device. */
export interface DeviceFacts {
  readonly manufacturer: string
  readonly model: string
  readonly serialNumber: string
  readonly groupTag: string
  readonly orderId: string
  readonly purchaseOrder: string
  readonly systemFamily: string
  readonly skuNumber: string
  /** As the TPM says it: `2.0, 0, 1.59`; empty where there is none. */
  readonly tpmVersion: string
  /** The name that an administrator gave it. */
  readonly name: string
  /** Somebody is assigned to it; who, no rule sees. */
  readonly userAssigned: boolean
  /** The ids of the groups that it was added to; those with a rule say themselves whom they have. Hidden from `where`. */
  readonly groups: ReadonlyArray<string>
}

/** A device of which nothing is known: no rule applies to it but that for all devices. */
export const unknownDevice: DeviceFacts = {
  manufacturer: "",
  model: "",
  serialNumber: "",
  groupTag: "",
  orderId: "",
  purchaseOrder: "",
  systemFamily: "",
  skuNumber: "",
  tpmVersion: "",
  name: "",
  userAssigned: false,
  groups: [],
}

/** A published profile as it stands for assignment. A lower rank was published first since its last retirement. */
export interface OfferedProfile {
  readonly ref: MachineRef
  readonly assign: Assignment
  readonly rank: number
}

/**
 * All profiles that a tenant offers, and its groups; `generation` counts the changes of either (not who is in a group), so
 * a newer set has a higher one.
 */
export interface ProfileCatalogue {
  readonly generation: number
  readonly profiles: ReadonlyArray<OfferedProfile>
  readonly groups: ReadonlyArray<KnownGroup>
}

/** Evaluates a `where` expression of a profile on a device; an expression that fails is not true. */
export type Holds = (expression: string, device: DeviceFacts) => boolean

/** A rule in words: `group tag "lab"`. */
export const quoted = (name: string, value: string): string => `${name} "${value}"`

/** The rule of a list by which a profile applies to a device, null where none does. */
const listRule = (
  assign: Assignment,
  device: DeviceFacts,
  groups: ReadonlyArray<KnownGroup>,
): string | null => {
  if (assign.allDevices) return "the default for all devices"
  if (device.groupTag !== "" && assign.groupTags.includes(device.groupTag))
    return quoted("group tag", device.groupTag)
  if (device.orderId !== "" && assign.orderIds.includes(device.orderId))
    return quoted("order id", device.orderId)
  if (device.purchaseOrder !== "" && assign.purchaseOrders.includes(device.purchaseOrder))
    return quoted("purchase order", device.purchaseOrder)
  const group = groupOfDevice(assign.groups, groups, device)
  return group === undefined ? null : quoted("group", group.name)
}

/** What the lists of a profile ask for. */
export const asked = (assign: Assignment): string =>
  [
    ...assign.groupTags.map((tag) => quoted("group tag", tag)),
    ...assign.orderIds.map((id) => quoted("order id", id)),
    ...assign.purchaseOrders.map((id) => quoted("purchase order", id)),
    ...assign.groups.map((group) => quoted("group", group)),
  ].join(" or ") || "no rule of assignment"

/** Why a group keeps something from whoever is in it. */
export const excludedBy = ({ name }: KnownGroup): string => `${quoted("the group", name)} is excluded`

/** Whether something that is assigned applies to a device, and by which rule. */
export interface Match {
  readonly applies: boolean
  readonly rule: string
  /** Why not, where a list names the device all the same. */
  readonly excluded?: string
}

/** Weighs rules of assignment on a device; `holds` answers their `where`. The default has no exclusions. */
export const weigh = (
  assign: Assignment,
  device: DeviceFacts,
  { groups, holds }: { readonly groups: ReadonlyArray<KnownGroup>; readonly holds: Holds },
): Match => {
  const listed = listRule(assign, device, groups)
  if (listed === null) return { applies: false, rule: asked(assign) }
  const out = assign.allDevices ? undefined : groupOfDevice(assign.excludeGroups, groups, device)
  if (out !== undefined) return { applies: false, rule: listed, excluded: excludedBy(out) }
  return assign.where === null
    ? { applies: true, rule: listed }
    : { applies: holds(assign.where, device), rule: `${listed}, where ${assign.where}` }
}

const inOrder = (a: OfferedProfile, b: OfferedProfile): number =>
  Number(a.assign.allDevices) - Number(b.assign.allDevices) || a.rank - b.rank

const sorted = new WeakMap<ProfileCatalogue, ReadonlyArray<OfferedProfile>>()

/** The profiles of a catalogue in the order of precedence: sorted once, however many devices are weighed. */
const byPrecedence = (catalogue: ProfileCatalogue): ReadonlyArray<OfferedProfile> => {
  const known = sorted.get(catalogue) ?? catalogue.profiles.toSorted(inOrder)
  sorted.set(catalogue, known)
  return known
}

/** The profile that a device is to have, and by which rule; null where none applies. */
export const winnerFor = (
  catalogue: ProfileCatalogue,
  device: DeviceFacts,
  holds: Holds,
): { readonly ref: MachineRef; readonly rule: string } | null => {
  for (const { assign, ref } of byPrecedence(catalogue)) {
    const { applies, rule } = weigh(assign, device, { groups: catalogue.groups, holds })
    if (applies) return { ref, rule }
  }
  return null
}

/**
 * Chooses the profile of a device: among those that apply the one first published wins, the default comes last.
 *
 * Source: Windows Autopilot deployment profiles, "if a device is a member of several groups, the oldest profile
 * is applied"; a profile for all devices is the default.
 *
 * @returns the winner, null if none applies, and every candidate with its rule and why it won or lost
 */
export const chooseProfile = (
  catalogue: ProfileCatalogue,
  device: DeviceFacts,
  holds: Holds,
): { readonly winner: MachineRef | null; readonly candidates: ReadonlyArray<Candidate> } => {
  let winner: OfferedProfile | null = null
  const candidates: Array<Candidate> = []
  for (const offered of byPrecedence(catalogue)) {
    const { applies, excluded, rule } = weigh(offered.assign, device, { groups: catalogue.groups, holds })
    const won = applies && winner === null
    const why = excluded ?? whyOf(applies, offered, winner)
    if (won) winner = offered
    candidates.push({ name: offered.ref.name, version: offered.ref.version, rule, won, why })
  }
  return { winner: winner?.ref ?? null, candidates }
}

const whyOf = (applies: boolean, { assign }: OfferedProfile, winner: OfferedProfile | null): string => {
  if (!applies) return "does not apply to this device"
  if (winner === null)
    return assign.allDevices ? "no other profile applies" : "of those that apply, it was published first"
  return `applies, but "${winner.ref.name}" comes before it`
}
