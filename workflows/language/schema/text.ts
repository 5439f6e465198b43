import { Schema } from "effect"

const pattern = (expression: RegExp, expected: string) =>
  Schema.String.check(Schema.isPattern(expression, { expected })).annotate({ title: expected })

/** A length of time as people write it: `90s`, `60m`, `24h`, `7d`. */
export const DurationText = pattern(/^[1-9][0-9]{0,5}(s|m|h|d)$/u, "a duration such as 90s, 60m, 24h or 7d")

/** The name of a profile: it is part of addresses and never changes. */
export const ProfileName = pattern(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u,
  "a name in small letters, digits and hyphens, such as sales-laptops",
)

/** The name of a signal of the organisation's own. */
export const SignalName = pattern(/^[A-Z][A-Za-z0-9]{1,62}$/u, "a name such as ApprovalGranted")

/** A language tag, or the language of the operating system. Source: RFC 5646. */
export const Locale = pattern(
  /^(os-default|[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?)$/u,
  "a language tag such as en-GB, or os-default",
)

/** A code as Windows and Intune write them, as text: YAML takes a bare one for a number. */
export const ErrorCode = pattern(
  /^(0x[0-9A-Fa-f]{8}|[0-9]{1,5})$/u,
  'a code in quotation marks, such as "0x81036502"',
)

/**
 * How the name of a computer in a domain begins: at least 3 random characters follow, and 15 are the most.
 * Source: Intune, domain join profile, "Computer name prefix"; Graph, computerNameSuffixRandomCharCount.
 */
export const NamePrefix = pattern(
  /^[A-Za-z][A-Za-z0-9-]{0,11}$/u,
  "1 to 12 letters, digits and hyphens that begin with a letter, such as HQ-",
)

/** Text that says something. */
export const Words = pattern(/[^\s]/u, "text that is not empty")

/** A list; over a base also what it adds to the list there and takes away from it. */
export const listOf = <S extends Schema.Top>(item: S) =>
  Schema.Union([
    Schema.Array(item),
    Schema.Struct({
      add: Schema.optionalKey(
        Schema.Array(item).annotateKey({ description: "What the list has beside what the base says." }),
      ),
      remove: Schema.optionalKey(
        Schema.Array(item).annotateKey({ description: "What of the base's list does not apply." }),
      ),
    }),
  ]).annotate({ title: "a list such as [a, b], or { add: [a], remove: [b] } over a base" })

/** The items of a list. After bases are merged in, no changes of lists are left but faulty ones. */
export const itemsOf = <A>(
  list: ReadonlyArray<A> | { readonly add?: ReadonlyArray<A> } | undefined,
): ReadonlyArray<A> => {
  if (list === undefined) return []
  return "add" in list ? (list.add ?? []) : isList(list) ? list : []
}

const isList = <A>(list: ReadonlyArray<A> | { readonly add?: ReadonlyArray<A> }): list is ReadonlyArray<A> =>
  Array.isArray(list)

/** Several names. */
export const Names = listOf(Words)

const MILLIS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const isUnit = (text: string): text is keyof typeof MILLIS => text in MILLIS

/** Milliseconds of a duration that matches {@link DurationText}. */
export const millisOf = (duration: string): number => {
  const unit = duration.slice(-1)
  return isUnit(unit) ? Number(duration.slice(0, -1)) * MILLIS[unit] : 0
}
