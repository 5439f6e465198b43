import type { ParseResult } from "@marcbachmann/cel-js"
import { Result } from "effect"
import { oneOf, quoted, suggest } from "../suggest.ts"
import {
  type ExpressionMistake,
  FUNCTIONS,
  failureOf,
  type GuardVariables,
  parseExpression,
  type Scope,
  variablesOf,
} from "./cel.ts"
import { fromElsewhere } from "./cel-elsewhere.ts"

type Explanation = Omit<ExpressionMistake, "kind">

const unknownField = (text: string, at: Explanation, scope: Scope): Explanation | undefined => {
  const [, variable, field] =
    /^(\w+)\.(\w+)$/.exec(text.slice(at.start, at.end)) ?? /(\w+)\.(\w+)$/.exec(text.slice(0, at.end)) ?? []
  const fields = variablesOf(scope).get(variable ?? "")
  if (fields === undefined || field === undefined) return undefined
  const message =
    fields.length === 0
      ? `"${variable}" has no fields here.`
      : `"${variable}" has no field "${field}". Expected ${oneOf(fields)}.`
  return { message, start: at.end - field.length, end: at.end, suggestion: suggest(field, fields) }
}

const unknownVariable = (text: string, at: Explanation, scope: Scope): Explanation => {
  const name = text.slice(at.start, at.end)
  const known = [...variablesOf(scope).keys()]
  const message =
    name === "event"
      ? `There is no "event" here. Expected ${oneOf(known)}.`
      : `The variable ${quoted(name)} is unknown. Expected ${oneOf(known)}.`
  return { ...at, message, suggestion: name === "event" ? undefined : suggest(name, known) }
}

const unfitting = (text: string, at: Explanation): Explanation => {
  const types = at.message.replace("no such overload: ", "")
  return {
    ...at,
    message:
      text[at.start] === "!"
        ? `"!" turns true into false, but what it stands before is neither (${types}). Compare it with something.`
        : `The two sides do not fit together (${types}). Compare values of one type.`,
  }
}

/** Explains what the CEL library says of types, by its own codes. */
const EXPLAIN: {
  readonly [code: string]: (text: string, at: Explanation, scope: Scope) => Explanation | undefined
} = {
  no_such_key: unknownField,
  unknown_variable: unknownVariable,
  no_such_overload: unfitting,
}

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : ""

const typeMistake = (cause: unknown, text: string, scope: Scope): ExpressionMistake => {
  const said = failureOf(cause, text)
  const explained = EXPLAIN[codeOf(cause)]?.(text, said, scope)
  return { kind: "type", ...(explained ?? { ...said, message: `${said.message}.` }) }
}

const withSuggestion = (mistake: ExpressionMistake, text: string): ExpressionMistake => {
  if (mistake.kind === "syntax") return { ...mistake, ...fromElsewhere(text, mistake.start) }
  return mistake.message.startsWith("The function")
    ? { ...mistake, suggestion: suggest(text.slice(mistake.start, mistake.end), FUNCTIONS) }
    : mistake
}

/** The first mistake in an expression, if it has one: its syntax, its types, unknown variables, fields and functions. */
export const checkExpression = (text: string, scope: Scope): ExpressionMistake | undefined => {
  const parsed = parseExpression(text, scope)
  if (Result.isFailure(parsed)) return withSuggestion(parsed.failure, text)
  const checked = parsed.success.check()
  if (!checked.valid) return typeMistake(checked.error, text, scope)
  return checked.type === "bool" || checked.type === "dyn"
    ? undefined
    : {
        kind: "type",
        message: `The condition gives a value of type ${checked.type}, but expected is true or false. Compare it with something.`,
        start: 0,
        end: text.length,
      }
}

/** CEL's integers are 64 bits wide; JSON's whole numbers are read as such. */
const celValue = (value: unknown): unknown => {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(celValue)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, celValue(inner)]))
}

type Compiled = Result.Result<ParseResult, ExpressionMistake>

const CACHE_LIMIT = 1_000
const compiled = new Map<string, Compiled>()

const compile = (text: string, scope: Scope): Compiled => {
  const key = `${scope.kind} ${text}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const fresh = parseExpression(text, scope)
  if (compiled.size >= CACHE_LIMIT) compiled.clear()
  compiled.set(key, fresh)
  return fresh
}

const run = (
  text: string,
  scope: Scope,
  variables: { readonly [name: string]: unknown },
): Result.Result<boolean, string> => {
  const parsed = compile(text, scope)
  if (Result.isFailure(parsed)) return Result.fail(parsed.failure.message)
  try {
    const values = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, celValue(value)]),
    )
    const value: unknown = parsed.success(values)
    return typeof value === "boolean"
      ? Result.succeed(value)
      : Result.fail(`The condition gave ${String(value)}, but expected is true or false.`)
  } catch (cause) {
    return Result.fail(failureOf(cause, text).message)
  }
}

/**
 * Evaluates a guard. Never throws, always ends: what cannot be decided (a field that the event does not have) is a
 * failure with its reason.
 */
export const evaluate = (text: string, variables: GuardVariables): Result.Result<boolean, string> =>
  run(text, { kind: "guard", event: "any" }, { ...variables })

/** Evaluates the `where` of an assignment for a device. */
export const evaluateWhere = (
  text: string,
  device: GuardVariables["device"],
): Result.Result<boolean, string> => run(text, { kind: "where" }, { device })
