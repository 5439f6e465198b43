/** A part of a JSON Schema. */
export interface Described {
  readonly [keyword: string]: unknown
}

export const isDescribed = (value: unknown): value is Described =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const partsOf = (value: unknown): ReadonlyArray<Described> =>
  Array.isArray(value) ? value.filter(isDescribed) : []

const TIME = /(At|until|since)$/

const textFor = (name: string): string => (TIME.test(name) ? "2026-11-23T08:30:00.000Z" : `some ${name}`)

const SCALARS: { readonly [type: string]: (name: string) => unknown } = {
  string: textFor,
  integer: () => 1,
  number: () => 0.5,
  boolean: () => true,
  null: () => null,
}

/** The alternatives of a value that say something. */
const alternativesOf = (described: Described): ReadonlyArray<Described> => {
  const alternatives = partsOf(described.anyOf).flatMap(alternativesOf)
  return alternatives.length === 0 ? [described] : alternatives.filter(({ type }) => type !== "null")
}

const objectFor = ({ additionalProperties, properties }: Described): unknown => {
  const named = isDescribed(properties) ? Object.entries(properties) : []
  const free = isDescribed(additionalProperties) ? [["name", additionalProperties] as const] : []
  return Object.fromEntries(
    [...named, ...free].map(([name, described]) => [
      name,
      isDescribed(described) ? exampleOf(described, name) : null,
    ]),
  )
}

/**
 * A value that a JSON Schema describes, as rich as it can be: every key is there, nothing is null that may be something, and a list has
 * one of each kind of element.
 *
 * @param name what the value is called, which its texts repeat
 */
export const exampleOf = (described: Described, name: string): unknown => {
  const [first = described] = alternativesOf(described)
  if (Array.isArray(first.enum)) return first.enum[0]
  if (first.const !== undefined) return first.const
  if (first.type === "object") return objectFor(first)
  if (first.type === "array")
    return isDescribed(first.items) ? alternativesOf(first.items).map((item) => exampleOf(item, name)) : []
  const scalar = SCALARS[String(first.type)]
  if (scalar === undefined) throw new Error(`No example is known for ${JSON.stringify(first)} ("${name}").`)
  return scalar(name)
}
