import { type SchemaAST, SchemaIssue } from "effect"
import { nearestMember, oneOf, suggest } from "#workflows/language"

/** One thing that is wrong with a value: where, what was expected, what was found. */
export interface ValueMistake {
  readonly path: string
  readonly detail: string
}

type Path = ReadonlyArray<PropertyKey>

const isRecord = (value: unknown): value is { readonly [key: PropertyKey]: unknown } =>
  typeof value === "object" && value !== null

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), input)

/** `["targeted", 0, "category"]` as `targeted[0].category`. */
const pathText = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`
    return text === "" ? String(step) : `${text}.${String(step)}`
  }, "")

const LONGEST = 80

/** A value for a message, and no more of it than a line can show. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text
}

const keysOf = (ast: SchemaAST.AST): ReadonlyArray<string> =>
  ast._tag === "Objects" ? ast.propertySignatures.map(({ name }) => String(name)) : []

const unknownKey = (name: string, ast: SchemaAST.AST): string => {
  const keys = keysOf(ast)
  if (keys.length === 0) return "Unknown: nothing of that name is taken here."
  const meant = suggest(name, keys)
  return `Unknown: ${meant === undefined ? "" : `did you mean ${JSON.stringify(meant)}? `}Expected ${oneOf(keys)}.`
}

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** What a leaf says it expected, without a full stop. */
const expectedBy = (issue: SchemaIssue.Issue): string =>
  (format(issue).issues[0]?.message ?? "Expected another value").replaceAll(" | ", " or ").replace(/\.$/, "")

const leafMistake = (issue: SchemaIssue.Issue, input: unknown, path: Path): ValueMistake => ({
  path: pathText(path),
  detail: `${expectedBy(issue)}, found ${shown(valueAt(input, path))}.`,
})

const mistakesAt = (issue: SchemaIssue.Issue, input: unknown, path: Path): ReadonlyArray<ValueMistake> => {
  const at = (detail: string) => [{ path: pathText(path), detail }]
  switch (issue._tag) {
    case "Pointer":
      return mistakesAt(issue.issue, input, [...path, ...issue.path])
    case "Composite":
      return issue.issues.flatMap((inner) => mistakesAt(inner, input, path))
    case "Encoding":
      return mistakesAt(issue.issue, input, path)
    case "UnexpectedKey":
      return at(unknownKey(String(path.at(-1) ?? ""), issue.ast))
    case "MissingKey":
      return at("Missing: it has to be there.")
    case "AnyOf": {
      const nearest = nearestMember(issue)
      return nearest === undefined ? [leafMistake(issue, input, path)] : mistakesAt(nearest, input, path)
    }
    default:
      return [leafMistake(issue, input, path)]
  }
}

/** Everything that is wrong with a value, in words, unknown keys last. */
export const mistakesIn = (issue: SchemaIssue.Issue, input: unknown): ReadonlyArray<ValueMistake> =>
  mistakesAt(issue, input, []).toSorted(
    (a, b) => Number(a.detail.startsWith("Unknown")) - Number(b.detail.startsWith("Unknown")),
  )
