import type { Stage } from "../rehearsal/stage.ts"
import { type Atom, atomsOf, type Read } from "./atoms.ts"

/** A condition of a workflow that nobody can decide beforehand: it counts as both. */
export interface OpenCondition {
  readonly text: string
  /** It reads nothing but the device, which stays what it is. */
  readonly ofDevice: boolean
  /** The events on which it is asked. */
  readonly events: ReadonlySet<string>
}

/** What the conditions of a workflow look at, as far as the outside world may choose it. */
export interface Conditions {
  readonly open: ReadonlyArray<OpenCondition>
  /** The values that a field is compared with, by `device.model` or `JoinRefused.code`. */
  readonly compared: ReadonlyMap<string, ReadonlyArray<Atom>>
  /** Minutes at which an answer changes, by the field of `attempt` that counts them. */
  readonly clocks: { readonly [clock in Clock]: ReadonlyArray<number> }
  /** How many failed items it may matter to tell apart; 0 where nobody counts them. */
  readonly failedItems: number
}

/** What `attempt` counts in minutes. */
export const CLOCKS = ["minutes", "minutesSinceReseal"] as const
export type Clock = (typeof CLOCKS)[number]

/** More failed items than this are not told apart. */
const MOST_FAILED = 8

/** Fields of events that a course can give any text. */
const FREE_TEXT: ReadonlySet<string> = new Set([
  "AttestationFailed.code",
  "JoinRefused.code",
  "JoinRefused.reason",
  "EnrollmentRefused.code",
  "EnrollmentRefused.reason",
])

/** Fields of events of which every value happens in the check anyway, or that have only one. */
const COVERED: ReadonlySet<string> = new Set([
  "NetworkConnected.medium",
  "UserSignedIn.licensed",
  "UserSignedIn.tenantMatched",
  "SignInRefused.reason",
  "DeviceJoined.join",
  "DomainJoinReported.state",
  "DomainControllerChecked.result",
  "EspPhaseStarted.phase",
  "EspItemReported.phase",
  "EspItemReported.state",
])

const isClock = (field: string | null): field is Clock => CLOCKS.some((clock) => clock === field)

const onEvent = (event: string, { field, variable }: Read): string =>
  `${variable === "event" ? event : variable}.${field ?? ""}`

/** Whether the check lets an atom be true and false wherever it can be. */
const isDecided = (atom: Atom, event: string): boolean =>
  atom.reads.every((read) => {
    const name = onEvent(event, read)
    const { comparison, reads } = atom
    if (read.field === null) return false
    const isCompared = comparison !== null && reads.length === 1
    if (read.variable === "device" || FREE_TEXT.has(name)) return isCompared
    if (read.variable === "event") return read.field === "attempt" || COVERED.has(name)
    if (isClock(read.field)) return isCompared && comparison.how !== "holds"
    if (read.field !== "failedItems") return true
    return isCompared && comparison.values.every((value) => Number(value) <= MOST_FAILED)
  })

interface Asked {
  readonly text: string
  readonly event: string
  readonly atoms: ReadonlyArray<Atom>
}

const askedOn = ({ transitions }: Stage): ReadonlyArray<Asked> =>
  transitions.flatMap(({ event, when }) =>
    when === null ? [] : [{ text: when, event, atoms: atomsOf(when) }],
  )

const openIn = (asked: ReadonlyArray<Asked>): ReadonlyArray<OpenCondition> => {
  const open = asked.filter(({ atoms, event }) => !atoms.every((atom) => isDecided(atom, event)))
  return [...new Set(open.map(({ text }) => text))].map((text) => {
    const uses = open.filter((use) => use.text === text)
    return {
      text,
      ofDevice: uses.every(({ atoms }) =>
        atoms.every(({ reads }) => reads.every(({ variable }) => variable === "device")),
      ),
      events: new Set(uses.map(({ event }) => event)),
    }
  })
}

const numbersOf = (asked: ReadonlyArray<Asked>, field: string): ReadonlyArray<number> =>
  asked
    .flatMap(({ atoms }) => atoms)
    .filter(({ reads }) => reads.some((read) => read.variable === "attempt" && read.field === field))
    .flatMap(({ comparison }) => comparison?.values ?? [])
    .map(Number)

/** The whole minutes at which the answer of a comparison with a number can change. */
const turningPoints = (numbers: ReadonlyArray<number>): ReadonlyArray<number> =>
  [...new Set(numbers.flatMap((number) => [Math.ceil(number), Math.floor(number) + 1]))]
    .filter((minute) => minute > 0)
    .toSorted((a, b) => a - b)

const comparedIn = (asked: ReadonlyArray<Asked>): Conditions["compared"] => {
  const compared = new Map<string, Array<Atom>>()
  for (const { atoms, event } of asked)
    for (const atom of atoms)
      for (const read of atom.reads) {
        const name = onEvent(event, read)
        compared.set(name, [...(compared.get(name) ?? []), atom])
      }
  return compared
}

/** Looks at every condition of the workflow on a stage. */
export const conditionsOn = (stage: Stage): Conditions => {
  const asked = askedOn(stage)
  const open = openIn(asked)
  const decided = asked.filter(({ text }) => !open.some((condition) => condition.text === text))
  const failed = numbersOf(decided, "failedItems")
  return {
    open,
    compared: comparedIn(decided),
    clocks: {
      minutes: turningPoints(numbersOf(decided, "minutes")),
      minutesSinceReseal: turningPoints(numbersOf(decided, "minutesSinceReseal")),
    },
    failedItems: failed.length === 0 ? 0 : Math.max(...failed.map(Math.floor)) + 1,
  }
}

/** Whether some condition reads a field: `NetworkConnected.medium`. */
export const isRead = ({ compared }: Conditions, name: string): boolean => compared.has(name)
