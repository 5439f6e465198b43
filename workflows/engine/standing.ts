import { Predicate, Schema } from "effect"
import { getNextTransitions } from "xstate"
import type { Running } from "./statechart.ts"

/** The events that a statechart takes in its present states, guards left aside. */
export const taken = ({ snapshot }: Running): ReadonlyArray<string> => [
  ...new Set(
    getNextTransitions(snapshot)
      .map(({ eventType }) => eventType)
      .filter((type) => type !== "" && !type.startsWith("xstate.")),
  ),
]

const Condition = Schema.Struct({
  type: Schema.Literal("cel"),
  params: Schema.Struct({ text: Schema.String }),
})
const isCondition = Schema.is(Condition)

/** The conditions under which an event is taken in the present states, as the profile writes them. */
export const conditionsOf = ({ snapshot }: Running, event: string): ReadonlyArray<string> => [
  ...new Set(
    getNextTransitions(snapshot)
      .filter(({ eventType }) => eventType === event)
      .flatMap(({ guard }) => (isCondition(guard) ? [guard.params.text] : [])),
  ),
]

/** The name of the present state: the path down to where regions run side by side. */
export const stateName = ({ snapshot }: Running): string => {
  const path: Array<string> = []
  let value: unknown = snapshot.value
  while (Predicate.isReadonlyObject(value)) {
    const [name, ...others] = Object.keys(value)
    if (name === undefined || others.length > 0) break
    path.push(name)
    value = value[name]
  }
  return typeof value === "string" ? [...path, value].join(".") : path.join(".")
}

const innermost = (value: unknown, path: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (typeof value === "string") return [[...path, value].join(".")]
  const inner = Predicate.isReadonlyObject(value) ? Object.entries(value) : []
  return inner.length === 0
    ? [path.join(".")]
    : inner.flatMap(([name, child]) => innermost(child, [...path, name]))
}

/** The innermost states that a statechart is in, by their paths: several where regions run side by side. */
export const innermostStates = ({ snapshot }: Running): ReadonlyArray<string> => innermost(snapshot.value, [])
