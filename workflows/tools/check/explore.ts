import { Result } from "effect"
import { takenIn } from "../chart/mark.ts"
import { begin } from "../rehearsal/begin.ts"
import { BREAKS_RULE, happeningsOn, type Performance } from "../rehearsal/perform.ts"
import type { Stage } from "../rehearsal/stage.ts"
import { comersTo } from "./comers.ts"
import { conditionsOn } from "./conditions.ts"
import type { Comer, Edge, Explored, Window } from "./graph.ts"
import { begunClocks, begunTimers, timed } from "./instant.ts"
import { atTimer, beforeTimers, inWindow, windowsIn } from "./moments.ts"
import { movesIn } from "./moves.ts"
import type { Move } from "./page-moves.ts"
import { type OpenPlace, type Places, placeFor } from "./places.ts"
import { answers, moved, passed, type Step } from "./step.ts"
import { worldAround } from "./world.ts"
import { isEmpty, NO_TIMES, type Zone } from "./zone.ts"

/** More places than this are not visited. */
const MOST_PLACES = 12_000

/** Everything that a search knows while it goes on. */
interface Search extends Places {
  readonly performances: ReadonlyMap<Comer, Performance>
  readonly taken: Set<string>
  readonly stopped: Map<string, string>
}

interface Taken extends Pick<Edge, "timer" | "window"> {
  readonly before: Zone
  readonly step: Step
}

const connect = (search: Search, from: OpenPlace, { before, step, ...how }: Taken): void => {
  const { process, told } = step
  const begun = begunTimers(search.world.stage, process)
  const marked = begunClocks(process)
  const { isNew, place } = placeFor(search, from.comer, { process, before, begun, marked })
  const edge: Edge = { ...how, told, from, to: place, begun, marked }
  for (const id of takenIn(step.emissions)) search.taken.add(id)
  if (place !== from || begun.size > 0) from.edges.push(edge)
  if (isNew) place.first = edge
}

const tryMove = (search: Search, from: OpenPlace, move: Move, window: Window, before: Zone): void => {
  const performance = search.performances.get(from.comer)
  if (performance === undefined) return
  const events = move.map(({ event }) => event)
  for (const assume of answers(search.world, from.comer, events)) {
    const assumed = move.map((told) => ({ ...told, assume }))
    const result = moved(performance, timed(from.process, window), assumed)
    if (Result.isSuccess(result)) connect(search, from, { timer: null, window, before, step: result.success })
    else if (result.failure.declined.code === BREAKS_RULE)
      for (const state of from.states)
        search.stopped.set(`${state} ${result.failure.told.event}`, result.failure.declined.message)
  }
}

const tryEvents = (search: Search, from: OpenPlace): void => {
  const moments = beforeTimers(from.zone, from.timers)
  const moves = movesIn(search.world, from.process)
  for (const window of windowsIn(moments, search.world.conditions)) {
    const before = inWindow(moments, window)
    if (isEmpty(before)) continue
    for (const move of moves) tryMove(search, from, move, window, before)
  }
}

const tryTimer = (search: Search, from: OpenPlace, timer: string, window: Window, before: Zone): void => {
  for (const assume of answers(search.world, from.comer, ["timeout", "EspTimedOut"])) {
    const result = passed(search.world, timed(from.process, window), timer, assume)
    if (result === undefined) return
    if (Result.isSuccess(result)) connect(search, from, { timer, window, before, step: result.success })
    else from.blocked = { timer, window, declined: result.failure }
  }
}

const tryTimers = (search: Search, from: OpenPlace): void => {
  for (const timer of from.timers) {
    const moments = atTimer(from.zone, from.timers, timer)
    for (const window of windowsIn(moments, search.world.conditions)) {
      const before = inWindow(moments, window)
      if (!isEmpty(before)) tryTimer(search, from, timer, window, before)
    }
  }
}

const beginAll = (search: Search, comers: ReadonlyArray<Comer>): Explored["turnedAway"] =>
  comers.flatMap((comer) => {
    const { stage } = search.world
    const begun = begin(stage, comer.device)
    if (Result.isFailure(begun)) return [{ comer, declined: begun.failure }]
    const { emissions, process } = begun.success
    for (const id of takenIn(emissions)) search.taken.add(id)
    placeFor(search, comer, {
      process,
      before: NO_TIMES,
      begun: begunTimers(stage, process),
      marked: begunClocks(process),
    })
    return []
  })

/**
 * Visits every place that a device can come to. The engine and the rules that devices run on say what each event and
 * each time-out leads to; nothing is modelled a second time.
 */
export const explore = (stage: Stage): Explored => {
  const conditions = conditionsOn(stage)
  const { comers, complete } = comersTo(stage, conditions)
  const search: Search = {
    world: worldAround(stage, conditions),
    all: [],
    byOutline: new Map(),
    performances: new Map(
      comers.map((comer) => [comer, { stage, happenings: happeningsOn(stage, comer.device) }]),
    ),
    taken: new Set(),
    stopped: new Map(),
  }
  const turnedAway = beginAll(search, comers)
  const beginnings = [...search.all]
  let visited = 0
  for (let place = search.all[0]; place !== undefined && visited < MOST_PLACES; place = search.all[visited]) {
    visited++
    if (place.outcome !== null) continue
    tryTimers(search, place)
    tryEvents(search, place)
  }
  return {
    world: search.world,
    performances: search.performances,
    beginnings,
    places: search.all,
    taken: search.taken,
    stopped: search.stopped,
    turnedAway,
    complete: complete && visited === search.all.length,
  }
}
