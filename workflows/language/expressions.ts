import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js"
import { Result } from "effect"
import type { DeviceFacts } from "#domain/profile"

/** What an expression may look at. `event` holds the fields of the event's data. */
export interface GuardVariables {
  readonly event: { readonly [field: string]: unknown }
  readonly device: DeviceFacts
  readonly attempt: {
    readonly number: number
    readonly scenario: string
    readonly retries: number
    readonly retryLimit: number
    readonly continues: number
    readonly signedIn: boolean
    readonly licensed: boolean
    readonly joined: boolean
    readonly enrolled: boolean
    /** How many items of the Enrollment Status Page have failed. */
    readonly failedItems: number
    /** Whole minutes from the attempt's start to this event. */
    readonly minutes: number
  }
}

const DEVICE = {
  manufacturer: "string",
  model: "string",
  serialNumber: "string",
  groupTag: "string",
  orderId: "string",
  purchaseOrder: "string",
  systemFamily: "string",
  skuNumber: "string",
} as const satisfies { readonly [field in keyof DeviceFacts]: string }

const ATTEMPT = {
  number: "int",
  scenario: "string",
  retries: "int",
  retryLimit: "int",
  continues: "int",
  signedIn: "bool",
  licensed: "bool",
  joined: "bool",
  enrolled: "bool",
  failedItems: "int",
  minutes: "int",
} as const satisfies { readonly [field in keyof GuardVariables["attempt"]]: string }

/** The fields of each variable, for messages and editors. */
export const VARIABLE_FIELDS: { readonly [variable: string]: ReadonlyArray<string> } = {
  device: Object.keys(DEVICE),
  attempt: Object.keys(ATTEMPT),
}

/**
 * Functions that expressions may call. The list keeps evaluation bounded: no regular expressions (JavaScript's can take
 * exponential time), nothing that builds lists or long texts, nothing that depends on a clock or a time zone.
 */
export const FUNCTIONS: ReadonlyArray<string> = [
  "size",
  "startsWith",
  "endsWith",
  "contains",
  "lowerAscii",
  "upperAscii",
  "trim",
  "has",
  "all",
  "exists",
  "exists_one",
]

const LOOPS: ReadonlyArray<string> = ["all", "exists", "exists_one"]

const LIMITS = { maxAstNodes: 400, maxDepth: 40, maxListElements: 100, maxMapEntries: 1, maxCallArguments: 4 }

const withDevice = (): Environment =>
  new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS }).registerVariable("device", {
    schema: { ...DEVICE },
  })

const deviceOnly = withDevice()
const guards = withDevice()
  .registerVariable("attempt", { schema: { ...ATTEMPT } })
  .registerVariable("event", "map<string, dyn>")

/** What is wrong with an expression: offsets into its text, `end` exclusive. */
export interface ExpressionMistake {
  readonly kind: "syntax" | "type"
  readonly message: string
  readonly start: number
  readonly end: number
}

/** Where an expression stands decides what it sees: a guard of a workflow, or the `where` of an assignment. */
export type Scope = "guard" | "where"

const environmentOf = (scope: Scope): Environment => (scope === "guard" ? guards : deviceOnly)

const isNode = (value: unknown): value is ASTNode =>
  typeof value === "object" && value !== null && "op" in value

const childrenOf = (node: ASTNode): ReadonlyArray<ASTNode> => {
  const args: unknown = node.args
  return Array.isArray(args) ? args.flat(2).filter(isNode) : isNode(args) ? [args] : []
}

const callOf = (node: ASTNode): string | undefined =>
  node.op === "call" || node.op === "rcall" ? node.args[0] : undefined

/** The first call that would make evaluation unbounded. */
const forbidden = (node: ASTNode, inLoop: boolean): ExpressionMistake | undefined => {
  const name = callOf(node)
  const at = { start: node.range.start, end: node.range.end }
  if (name !== undefined && !FUNCTIONS.includes(name))
    return {
      kind: "type",
      message: `The function "${name}" cannot be used here. Expected one of ${FUNCTIONS.join(", ")}.`,
      ...at,
    }
  const isLoop = name !== undefined && LOOPS.includes(name)
  if (isLoop && inLoop)
    return { kind: "type", message: `"${name}" stands inside another loop. Write one loop only.`, ...at }
  for (const child of childrenOf(node)) {
    const found = forbidden(child, inLoop || isLoop)
    if (found !== undefined) return found
  }
  return undefined
}

interface CelFailure {
  readonly summary?: unknown
  readonly message?: unknown
  readonly range?: { readonly start: number; readonly end: number } | undefined
}

const mistakeOf = (
  kind: ExpressionMistake["kind"],
  cause: CelFailure | undefined,
  text: string,
): ExpressionMistake => ({
  kind,
  message: String(cause?.summary ?? cause?.message ?? "the expression cannot be read"),
  start: cause?.range?.start ?? 0,
  end: cause?.range?.end ?? text.length,
})

const isFailure = (cause: unknown): cause is CelFailure => typeof cause === "object" && cause !== null

const parse = (text: string, scope: Scope): Result.Result<ParseResult, ExpressionMistake> => {
  try {
    const parsed = environmentOf(scope).parse(text)
    const mistake = forbidden(parsed.ast, false)
    return mistake === undefined ? Result.succeed(parsed) : Result.fail(mistake)
  } catch (cause) {
    return Result.fail(mistakeOf("syntax", isFailure(cause) ? cause : undefined, text))
  }
}

/** The first mistake in an expression, if it has one: its syntax, its types, unknown variables, fields and functions. */
export const checkExpression = (text: string, scope: Scope): ExpressionMistake | undefined => {
  const parsed = parse(text, scope)
  if (Result.isFailure(parsed)) return parsed.failure
  const checked = parsed.success.check()
  if (!checked.valid) return mistakeOf("type", checked.error, text)
  return checked.type === "bool" || checked.type === "dyn"
    ? undefined
    : {
        kind: "type",
        message: `The condition gives a ${checked.type}, but expected is true or false`,
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
  const key = `${scope} ${text}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const fresh = parse(text, scope)
  if (compiled.size >= CACHE_LIMIT) compiled.clear()
  compiled.set(key, fresh)
  return fresh
}

const run = (text: string, scope: Scope, variables: unknown): Result.Result<boolean, string> => {
  const parsed = compile(text, scope)
  if (Result.isFailure(parsed)) return Result.fail(parsed.failure.message)
  try {
    const value: unknown = parsed.success({ ...Object(celValue(variables)) })
    return typeof value === "boolean"
      ? Result.succeed(value)
      : Result.fail(`The condition gave ${String(value)}, but expected is true or false.`)
  } catch (cause) {
    return Result.fail(mistakeOf("type", isFailure(cause) ? cause : undefined, text).message)
  }
}

/**
 * Evaluates a guard. Never throws, always ends: what cannot be decided (a field that the event does not have) is a
 * failure with its reason.
 */
export const evaluate = (text: string, variables: GuardVariables): Result.Result<boolean, string> =>
  run(text, "guard", variables)

/** Evaluates the `where` of an assignment for a device. */
export const evaluateWhere = (text: string, device: DeviceFacts): Result.Result<boolean, string> =>
  run(text, "where", { device })
