import { Effect, Schema } from "effect"
import type { Page } from "#projections/runtime"
import { RequestRefused } from "../exchange/request-refused.ts"

/** A page of a list as a client asks for it. */
export interface ListOptions extends Page {
  readonly counted: boolean
}

/** How many entries a page has where the client does not say, and at most; as Intune's lists. */
const PAGE = 1000

/** The options of a list, for the description of the API; others are judged by {@link listOptions}. */
export const ListQuery = Schema.Record(Schema.String, Schema.String)

/** What {@link ListQuery} takes, for people. */
export const LIST_OPTIONS = [
  { name: "$top", description: `Entries of a page, at most ${PAGE}.` },
  { name: "$skip", description: "How many entries to leave out first." },
  { name: "$count", description: "true: say how many there are in all, as @odata.count." },
]

const SUPPORTED = LIST_OPTIONS.map(({ name }) => name)

const unsupported = (name: string, supported: ReadonlyArray<string>) =>
  new RequestRefused({
    status: 400,
    code: "query-option-unsupported",
    what: `The query option '${name}' is not supported here.`,
    remedy: supported.length === 0 ? "Leave it out." : `Leave it out; supported are ${supported.join(", ")}.`,
  })

const invalid = (name: string, value: string, expected: string) =>
  new RequestRefused({
    status: 400,
    code: "query-option-invalid",
    what: `The query option '${name}' is ${JSON.stringify(value)}.`,
    remedy: `Expected ${expected}.`,
  })

interface Options {
  readonly [name: string]: string
}

/** Refuses options of Graph that a route does not know: nothing is ever left out silently. */
export const onlyOptions = (
  options: Options,
  supported: ReadonlyArray<string>,
): Effect.Effect<void, RequestRefused> => {
  const strange = Object.keys(options).find((name) => !supported.includes(name))
  return strange === undefined ? Effect.void : Effect.fail(unsupported(strange, supported))
}

const numberOf = Effect.fnUntraced(function* (options: Options, name: string, absent: number) {
  const value = options[name]
  if (value === undefined) return absent
  return /^\d{1,9}$/.test(value) ? Number(value) : yield* invalid(name, value, "a whole number from 0 on")
})

const truthOf = Effect.fnUntraced(function* (options: Options, name: string) {
  const value = options[name]?.toLowerCase()
  if (value === undefined || value === "false") return false
  return value === "true" ? true : yield* invalid(name, value, "true or false")
})

/**
 * Reads the options of a list.
 *
 * @param others what else the route takes, and reads itself
 */
export const listOptions = Effect.fnUntraced(function* (
  options: Options,
  others: ReadonlyArray<string> = [],
) {
  yield* onlyOptions(options, [...SUPPORTED, ...others])
  return {
    top: Math.min(yield* numberOf(options, "$top", PAGE), PAGE),
    skip: yield* numberOf(options, "$skip", 0),
    counted: yield* truthOf(options, "$count"),
  } satisfies ListOptions
})
