import type { Place } from "../check/graph.ts"
import { courseTo } from "../check/witness.ts"
import { firstOf, list, type Model, type ModelCheck, named, placeOf, waitingIn } from "./defect.ts"

const waitsForEver = ({ blocked, outcome, rest, timers }: Place): boolean =>
  outcome === null && rest === null && timers.length === 0 && blocked === null

/** The events that move a device on. */
const eventsIn = ({ edges, states }: Place): ReadonlyArray<string> => {
  const onward = edges.filter(({ to }) => to.states.join() !== states.join())
  return [...new Set(onward.flatMap(({ told }) => told.slice(0, 1).map(({ event }) => event)))]
}

const isAt = (path: string, outer: string): boolean => `${path}.`.startsWith(`${outer}.`)

/** What the states listen to, and those around them, but not from this device: no condition holds. */
const unheard = ({ explored }: Model, place: Place): ReadonlyArray<string> => {
  const heard = eventsIn(place)
  const asked = explored.world.stage.transitions.filter(
    ({ event, state, when }) =>
      when !== null && !heard.includes(event) && place.states.some((path) => isAt(path, state)),
  )
  return [...new Set(asked.map(({ event }) => event))]
}

const saysOf = (model: Model, place: Place): string => {
  const [state = ""] = waitingIn(model, place)
  const events = eventsIn(place)
  const missed = unheard(model, place)
  const only = `only ${list(events)} ${events.length === 1 ? "leads" : "lead"} on, which may never come`
  const why = missed.length === 0 ? "" : ` No condition of ${list(missed)} holds for ${whoIs(place)}.`
  return `In ${named(state)} a device may wait for ever: ${only}.${why} Add "timeout: { after: 24h, to: STATE }", or say with "rest: REASON" why it may stay.`
}

/** A device in words: what was told of it. */
const whoIs = ({ comer: { device } }: Place): string => {
  const told = Object.entries(device).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return told.length === 0 ? "such a device" : `a device with ${told.join(", ")}`
}

/** A state whose only way out depends on something that may never come. */
export const endlessWait: ModelCheck = {
  code: "FL081",
  severity: "error",
  title: "A device may wait for ever for what may never come",
  *run(model) {
    const { explored, lost } = model
    const waiting = explored.places.filter((place) => waitsForEver(place) && !lost.has(place))
    for (const place of firstOf(waiting, (one) => waitingIn(model, one)[0] ?? "")) {
      const [state = ""] = waitingIn(model, place)
      yield {
        ...placeOf(model, [state]),
        message: saysOf(model, place),
        course: courseTo(explored, place),
      }
    }
  },
}
