import type { Edge, Explored, Place } from "./graph.ts"
import { arriving, longestIn, staying, TOTAL, taking } from "./moments.ts"
import { isResting } from "./schedule.ts"
import { includes, isUnbounded, keeping, loosened, NO_TIMES, starting, type Zone } from "./zone.ts"

/** A place with everything that the time since the beginning may be there. */
interface Reached {
  readonly place: Place
  readonly zone: Zone
  readonly edge: Edge | null
  readonly before: Reached | null
  /** The longest time at which the device came here. */
  readonly arrived: number
}

/** A way and how long it may take in milliseconds, rests left out. */
export interface LongWay {
  readonly millis: number
  readonly place: Place
  readonly edges: ReadonlyArray<Edge>
}

/** What the longest times are: nothing where no way leads there. */
export interface LongestTimes {
  readonly desktop: LongWay | null
  readonly answer: LongWay | null
  /** Ways that lead back to where they begin, and can be gone again and again. */
  readonly rounds: ReadonlyArray<ReadonlyArray<Edge>>
  /** Such ways that somebody has to want each time. The times leave them out. */
  readonly wanted: ReadonlyArray<ReadonlyArray<Edge>>
  readonly complete: boolean
}

/** More than this is not looked at. */
const MOST_REACHED = 60_000

/** How often a device comes round before it is asked whether that ever ends. */
const ROUNDS = 3

const edgesTo = (reached: Reached, until: Reached | null = null): ReadonlyArray<Edge> => {
  const edges: Array<Edge> = []
  for (let at: Reached | null = reached; at !== null && at !== until; at = at.before)
    if (at.edge !== null) edges.push(at.edge)
  return edges.reverse()
}

/** The same place on the way to here, the latest first. */
const earlier = (reached: Reached): ReadonlyArray<Reached> => {
  const found: Array<Reached> = []
  for (let at = reached.before; at !== null && found.length < ROUNDS; at = at.before)
    if (at.place === reached.place) found.push(at)
  return found
}

/** The time-outs that run on all the way round. */
const lasting = (round: ReadonlyArray<Edge>): ReadonlyArray<string> =>
  (round[0]?.from.timers ?? []).filter((timer) =>
    round.every(({ begun, from }) => from.timers.includes(timer) && !begun.has(timer)),
  )

/** What only happens because a person wants it. */
const BY_PEOPLE: ReadonlySet<string> = new Set([
  "OobeAnswered",
  "UserSignedIn",
  "SignInRefused",
  "TermsAccepted",
  "TermsDeclined",
  "RetryChosen",
  "ContinueChosen",
  "LogsCollected",
  "DeviceResealed",
  "DeviceReset",
])

/** Whether a round takes somebody who wants it: an act of a person, or a signal of the organisation. */
const isWanted = (round: ReadonlyArray<Edge>, { signals }: Pick<Search, "signals">): boolean =>
  round.some(({ told }) => told.some(({ event }) => BY_PEOPLE.has(event) || signals.includes(event)))

const withoutTotal = (zone: Zone): Zone => keeping(zone, (name) => name !== TOTAL)

/** Whether everything that was possible before is possible again, only later. */
const isAgain = (last: Reached, reached: Reached): boolean =>
  includes(withoutTotal(last.zone), withoutTotal(reached.zone))

const arrivalAt = ({ world }: Explored, place: Place, edge: Pick<Edge, "begun" | "marked">) => ({
  edge,
  timers: place.timers,
  resting: isResting(place),
  conditions: world.conditions,
})

const AFTER = /^xstate\.after\.(\d+)\./u

const beginning = (explored: Explored, place: Place): Reached => {
  const begun = new Map(place.timers.map((timer) => [timer, Number(AFTER.exec(timer)?.[1] ?? 0)]))
  const arrival = arrivalAt(explored, place, { begun, marked: ["minutes"] })
  const zone = staying(arriving(starting(NO_TIMES, TOTAL, 0), arrival), arrival)
  return { place, zone, edge: null, before: null, arrived: 0 }
}

const next = (explored: Explored, from: Reached, edge: Edge): Reached | undefined => {
  const before = taking(from.zone, edge, from.place)
  if (before === undefined) return undefined
  const arrival = arrivalAt(explored, edge.to, edge)
  const arrived = arriving(before, arrival)
  return {
    place: edge.to,
    zone: edge.to.outcome === null ? staying(arrived, arrival) : arrived,
    edge,
    before: from,
    arrived: longestIn(arrived),
  }
}

const releases = ({ from, to }: Edge): boolean =>
  to.process.device.attempt?.desktopReleased === true && from.process.device.attempt?.desktopReleased !== true

const longer = (known: Reached | null, found: Reached): Reached =>
  known === null || found.arrived > known.arrived ? found : known

const wayOf = (reached: Reached | null): LongWay | null =>
  reached === null ? null : { millis: reached.arrived, place: reached.place, edges: edgesTo(reached) }

/** A search for the longest ways, as far as it has come. */
interface Search {
  readonly signals: ReadonlyArray<string>
  readonly known: Map<Place, ReadonlyArray<Reached>>
  readonly open: Array<Reached>
  readonly rounds: Array<ReadonlyArray<Edge>>
  readonly wanted: Array<ReadonlyArray<Edge>>
  desktop: Reached | null
  answer: Reached | null
}

const add = ({ known, open }: Search, reached: Reached): void => {
  const here = known.get(reached.place) ?? []
  if (here.some(({ zone }) => includes(zone, reached.zone))) return
  known.set(reached.place, [...here.filter(({ zone }) => !includes(reached.zone, zone)), reached])
  open.push(reached)
}

/**
 * What comes round again and again, later each time. What is within a time-out ends with that time-out, which is then its
 * limit. What no time-out ends has none: it is not followed any more, and where somebody has to want each round it is
 * left out of the times as rests are.
 */
const limited = (search: Search, reached: Reached): Reached | undefined => {
  const again = earlier(reached)
  const [last] = again
  if (last === undefined || reached.arrived <= last.arrived) return reached
  const round = edgesTo(reached, last)
  const zone = loosened(reached.zone, TOTAL, lasting(round))
  const isEndless = isUnbounded(zone, TOTAL)
  if (isEndless && isWanted(round, search) && isAgain(last, reached)) {
    search.wanted.push(round)
    return undefined
  }
  if (again.length < ROUNDS) return reached
  if (!isEndless) return { ...reached, zone }
  search.rounds.push(round)
  return undefined
}

const follow = (search: Search, explored: Explored, from: Reached): void => {
  for (const edge of from.place.edges) {
    const reached = next(explored, from, edge)
    if (reached === undefined) continue
    if (releases(edge)) search.desktop = longer(search.desktop, reached)
    if (edge.to.outcome !== null) search.answer = longer(search.answer, reached)
    else {
      const further = limited(search, reached)
      if (further !== undefined) add(search, further)
    }
  }
}

/** How long a device may be on its way at most, and what goes round for ever. */
export const longestTimes = (explored: Explored): LongestTimes => {
  const { signals = [] } = explored.world.stage.draft.settings ?? {}
  const search: Search = {
    signals,
    known: new Map(),
    open: [],
    rounds: [],
    wanted: [],
    desktop: null,
    answer: null,
  }
  const { known, open, rounds, wanted } = search
  for (const place of explored.beginnings) add(search, beginning(explored, place))
  let count = 0
  for (let from = open[0]; from !== undefined && count < MOST_REACHED; from = open[count]) {
    count++
    // What is within something else that was found later is followed from there.
    if (known.get(from.place)?.includes(from) === true) follow(search, explored, from)
  }
  return {
    desktop: wayOf(search.desktop),
    answer: wayOf(search.answer),
    rounds,
    wanted,
    complete: count === open.length,
  }
}
