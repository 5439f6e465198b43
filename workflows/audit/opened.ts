import { Effect } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type OpenedValues, open } from "#domain/kernel"
import { readFacts } from "#workflows/commands"
import { Keys, type RecordedEvent } from "#workflows/ports"

/** A recorded event with its facts decoded and what is personal in it opened. */
export interface OpenedFact {
  readonly fact: DomainFact
  readonly event: RecordedEvent
  /** `values` is null for a person who was erased. */
  readonly personal: ReadonlyArray<OpenedValues>
}

/** Reads a stream from its first event and opens what is personal in it; each person's key is asked for once. */
export const readOpened = Effect.fnUntraced(function* (stream: string) {
  const { keyOf } = yield* Keys
  const keys = new Map<string, Uint8Array | null>()
  const opened: Array<OpenedFact> = []
  for (const { event, fact } of yield* readFacts(stream)) {
    const personal: Array<OpenedValues> = []
    for (const sealed of event.payload.personal ?? []) {
      const key = keys.get(sealed.subject) ?? (yield* keyOf(sealed.subject))
      keys.set(sealed.subject, key)
      personal.push(open(sealed, key))
    }
    opened.push({ fact, event, personal })
  }
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
