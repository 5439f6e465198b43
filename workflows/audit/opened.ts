import { Effect } from "effect"
import type { OpenedValues } from "#domain/kernel"
import { openPersonal, type ReadFact, readFacts } from "#workflows/commands"

/** A recorded event with its facts decoded and what is personal in it opened. */
export interface OpenedFact extends ReadFact {
  /** `values` is null for a person who was erased. */
  readonly personal: ReadonlyArray<OpenedValues>
}

/** Reads a stream from its first event and opens what is personal in it. */
export const readOpened = Effect.fnUntraced(function* (stream: string) {
  const opened: Array<OpenedFact> = []
  for (const read of yield* readFacts(stream))
    opened.push({ ...read, personal: yield* openPersonal(read.event.payload) })
  return opened
})

/** By subject id, the newest user principal name that events tell of a person. */
export const namesIn = (events: ReadonlyArray<OpenedFact>): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const { personal } of events)
    for (const { subject, values } of personal)
      if (values?.userPrincipalName !== undefined) names.set(subject, values.userPrincipalName)
  return names
}
