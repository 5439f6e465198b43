import { Result, Schema } from "effect"
import { onOneLine } from "#domain/kernel"
import { type DomainFact, type DomainFactType, eventTypes } from "./event-types.ts"
import { newestVersion, type Upcasters, upcast, upcasters } from "./upcasters.ts"

/** A stored event that no Schema of Flightlog reads: written by a newer version, or damaged. */
export class UnreadableEvent extends Schema.TaggedError<UnreadableEvent>()("UnreadableEvent", {
  type: Schema.String,
  version: Schema.Int,
  reason: Schema.String,
}) {
  override get message() {
    return `The event "${this.type}" (version ${this.version}) cannot be read: ${this.reason}`
  }
}

/** Whether a type of event is one that Flightlog knows. */
const isKnownType = (type: string): type is DomainFactType => Object.hasOwn(eventTypes, type)

/** The version that a new event of a type is written with. */
export const currentVersion = (type: DomainFactType): number => newestVersion(type, upcasters)

type Decode = (data: unknown) => Result.Result<DomainFact["data"], Schema.SchemaError>

const decoders = new Map<string, Decode>(
  Object.entries(eventTypes).map(([type, schema]) => [type, Schema.decodeUnknownResult(schema)]),
)

const isFact = (fact: { readonly type: string; readonly data: unknown }): fact is DomainFact =>
  isKnownType(fact.type)

/**
 * Reads the data of a stored event: upcast to the newest version, then decoded with its Schema.
 *
 * @param registry the upcasters, for tests of versions to come
 */
export const decodeFact = (
  type: string,
  version: number,
  data: Schema.JsonObject,
  registry: Upcasters = upcasters,
): Result.Result<DomainFact, UnreadableEvent> => {
  const unreadable = (reason: string) => Result.fail(new UnreadableEvent({ type, version, reason }))
  const decode = decoders.get(type)
  if (decode === undefined) return unreadable("its type is unknown to this version.")
  const newest = newestVersion(type, registry)
  if (version < 1 || version > newest)
    return unreadable(`this Flightlog knows versions 1 to ${newest} of it.`)
  const decoded = decode(version === newest ? data : upcast({ type, version, data }, registry))
  if (Result.isFailure(decoded)) return unreadable(onOneLine(decoded.failure.message))
  const fact = { type, data: decoded.success }
  return isFact(fact) ? Result.succeed(fact) : unreadable("its type is unknown to this version.")
}

const encoders = new Map<string, (data: unknown) => Schema.JsonObject>(
  Object.entries(eventTypes).map(([type, schema]) => [type, Schema.encodeUnknownSync(schema)]),
)

/**
 * Writes the data of an event as JSON.
 *
 * @throws SchemaError when the data are not what their type says: a defect of the decision that made them
 */
export const encodeFact = (fact: DomainFact): Schema.JsonObject => encoders.get(fact.type)?.(fact.data) ?? {}
