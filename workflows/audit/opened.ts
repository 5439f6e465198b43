import { Effect } from "effect"
import { notRegistered } from "#domain/device"
import { type OpenedValues, streamName } from "#domain/kernel"
import { openPersonal, type ReadFact, readFacts } from "#workflows/commands"

/** A recorded event with its facts decoded and what is personal in it opened. */
export interface OpenedFact extends ReadFact {
  /** `values` is null for a person who was erased. */
  readonly personal: ReadonlyArray<OpenedValues>
}

const NOTHING_PERSONAL: ReadonlyArray<OpenedValues> = []

const opened = Effect.fnUntraced(function* (facts: ReadonlyArray<ReadFact>) {
  const all: Array<OpenedFact> = []
  for (const { event, fact } of facts) {
    const { payload } = event
    const personal = payload.personal === undefined ? NOTHING_PERSONAL : yield* openPersonal(payload)
    all.push({ event, fact, personal })
  }
  return all
})

/** Reads a stream from its first event and opens what is personal in it. */
export const readOpened = Effect.fnUntraced(function* (stream: string) {
  return yield* opened(yield* readFacts(stream))
})

/** The tenant that the events of a device associate it with. Nothing but another association ends one. */
const tenantIn = (facts: ReadonlyArray<ReadFact>): string | null => {
  for (const { fact } of facts.toReversed())
    if (fact.type === "TenantAssociated" || fact.type === "OfflineProfilePresented") return fact.data.tenantId
  return null
}

/**
 * Reads every event of a tenant's device; 807 for a device that the tenant does not have. No statechart is run for it: what happened
 * can be read even where the events and their statechart disagree.
 */
export const readOwnFacts = Effect.fnUntraced(function* (deviceId: string, tenantId: string) {
  const facts = yield* readFacts(streamName("device", deviceId))
  return tenantIn(facts) === tenantId ? facts : yield* notRegistered()
})

/** Reads every event of a tenant's device and opens what is personal in them; 807 for a device that the tenant does not have. */
export const readOwn = Effect.fnUntraced(function* (deviceId: string, tenantId: string) {
  return yield* opened(yield* readOwnFacts(deviceId, tenantId))
})

/** By subject id, the newest user principal name that events tell of a person. */
export const namesIn = (events: ReadonlyArray<OpenedFact>): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const { personal } of events)
    for (const { subject, values } of personal)
      if (values?.userPrincipalName !== undefined) names.set(subject, values.userPrincipalName)
  return names
}
