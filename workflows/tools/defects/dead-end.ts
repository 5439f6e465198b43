import type { Place } from "../check/graph.ts"
import { courseTo } from "../check/witness.ts"
import { firstOf, list, type Model, type ModelCheck, placeOf, waitingIn } from "./defect.ts"

/** Where a lost device ends up: all places that it can still come to and come back from. */
const endsOf = (lost: ReadonlySet<Place>): ReadonlyArray<ReadonlyArray<Place>> => {
  const onward = (from: Place): ReadonlySet<Place> => {
    const found = new Set([from])
    for (const place of found) for (const { to } of place.edges) found.add(to)
    return found
  }
  const reach = new Map([...lost].map((place) => [place, onward(place)]))
  const isEnd = (place: Place): boolean =>
    [...(reach.get(place) ?? [])].every((other) => reach.get(other)?.has(place) === true)
  return [...lost].filter(isEnd).map((place) => [...(reach.get(place) ?? [place])])
}

const messageFor = (model: Model, end: ReadonlyArray<Place>): string => {
  const states = [...new Set(end.flatMap((place) => waitingIn(model, place)))]
  return states.length === 1
    ? `From ${list(states)} no way leads to an outcome: whatever happens, the device stays there. Add a transition or a "timeout" that leads on.`
    : `A device that comes to one of ${list(states)} goes from one to the other and never to an outcome. Add a transition or a "timeout" that leads out.`
}

/** A state that no device can leave. */
export const deadEnd: ModelCheck = {
  code: "FL080",
  severity: "error",
  title: "A device can come to where no way leads to an outcome",
  *run(model) {
    const ends = firstOf(endsOf(model.lost), (end) =>
      [...new Set(end.flatMap((place) => waitingIn(model, place)))].toSorted().join(),
    )
    for (const end of ends) {
      const [place] = end
      if (place === undefined) continue
      yield {
        ...placeOf(model, waitingIn(model, place)),
        message: messageFor(model, end),
        course: courseTo(model.explored, place),
      }
    }
  },
}
