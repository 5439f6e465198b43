import { type ASTNode, Environment, type ParseResult } from "@marcbachmann/cel-js"
import { Result } from "effect"
import type { DeviceFacts } from "#domain/profile"
import { eventFields } from "./event-fields.ts"

/** What an expression may look at. `event` holds the fields of the event's data. */
export interface GuardVariables {
  readonly event: { readonly [field: string]: unknown }
  /** All but its groups: their ids say nothing to a person who reads the expression. */
  readonly device: Omit<DeviceFacts, "groups">
  readonly attempt: {
    readonly number: number
    readonly scenario: string
    readonly retries: number
    readonly retryLimit: number
    readonly continues: number
    readonly signedIn: boolean
    readonly licensed: boolean
    /** The TPM has proved what device this is. */
    readonly attested: boolean
    readonly joined: boolean
    readonly enrolled: boolean
    /** A technician has handed the device over. */
    readonly resealed: boolean
    /** How many items of the Enrollment Status Page have failed. */
    readonly failedItems: number
    /** Whole minutes from the attempt's start to this event. */
    readonly minutes: number
    /** Whole minutes since a technician handed the device over; 0 before. */
    readonly minutesSinceReseal: number
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
  tpmVersion: "string",
  name: "string",
  userAssigned: "bool",
} as const satisfies { readonly [field in keyof GuardVariables["device"]]: string }

const ATTEMPT = {
  number: "int",
  scenario: "string",
  retries: "int",
  retryLimit: "int",
  continues: "int",
  signedIn: "bool",
  licensed: "bool",
  attested: "bool",
  joined: "bool",
  enrolled: "bool",
  resealed: "bool",
  failedItems: "int",
  minutes: "int",
  minutesSinceReseal: "int",
} as const satisfies { readonly [field in keyof GuardVariables["attempt"]]: string }

/** The fields that conditions may ask for beside those of an event, with their CEL types. */
export const guardFields = { device: DEVICE, attempt: ATTEMPT } as const

/**
 * What an expression sees where it stands: the `where` of an assignment the device; a guard also the attempt and the
 * event, with the fields of this event (`null`: there is no event, as after a time-out). `any` is for evaluation, where
 * the event is what it is.
 */
export type Scope =
  | { readonly kind: "where" }
  | { readonly kind: "guard"; readonly event: string | null | "any" }

/** The variables of a scope, each with its fields. */
export const variablesOf = (scope: Scope): ReadonlyMap<string, ReadonlyArray<string>> => {
  const device: ReadonlyArray<[string, ReadonlyArray<string>]> = [["device", Object.keys(DEVICE)]]
  if (scope.kind === "where") return new Map(device)
  const event: ReadonlyArray<[string, ReadonlyArray<string>]> =
    scope.event === null ? [] : [["event", [...eventFields(scope.event).keys()]]]
  return new Map([...event, ...device, ["attempt", Object.keys(ATTEMPT)]])
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

const withEvent = (environment: Environment, event: string): Environment =>
  event === "any"
    ? environment.registerVariable("event", "map<string, dyn>")
    : environment.registerVariable("event", {
        schema: Object.fromEntries([...eventFields(event)].map(([name, field]) => [name, field.type])),
      })

const environments = new Map<string, Environment>()

const buildEnvironment = (scope: Scope): Environment => {
  if (scope.kind === "where") return withDevice()
  const guard = withDevice().registerVariable("attempt", { schema: { ...ATTEMPT } })
  return scope.event === null ? guard : withEvent(guard, scope.event)
}

/** Signals share one environment: their names come from files and are without number. */
const environmentKey = (scope: Scope): string => {
  if (scope.kind === "where") return "where"
  return scope.event === null
    ? "guard"
    : `guard ${[...eventFields(scope.event).keys()].join()} ${scope.event === "any"}`
}

const environmentOf = (scope: Scope): Environment => {
  const key = environmentKey(scope)
  const environment = environments.get(key) ?? buildEnvironment(scope)
  environments.set(key, environment)
  return environment
}

/** What is wrong with an expression: offsets into its text, `end` exclusive. */
export interface ExpressionMistake {
  readonly kind: "syntax" | "type"
  readonly message: string
  readonly start: number
  readonly end: number
  readonly suggestion?: string | undefined
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === "object" && value !== null && "op" in value

/** The parts of a node, in order. */
export const partsOf = (node: ASTNode): ReadonlyArray<ASTNode> => {
  const args: unknown = node.args
  return Array.isArray(args) ? args.flat(2).filter(isNode) : isNode(args) ? [args] : []
}

const callOf = (node: ASTNode): { readonly name: string; readonly from: number } | undefined => {
  if (node.op === "call") return { name: node.args[0], from: node.range.start }
  return node.op === "rcall" ? { name: node.args[0], from: node.args[1].range.end } : undefined
}

/** The first call that would make evaluation unbounded. */
const forbidden = (node: ASTNode, inLoop: boolean): ExpressionMistake | undefined => {
  const call = callOf(node)
  const isLoop = call !== undefined && LOOPS.includes(call.name)
  if (call !== undefined && (!FUNCTIONS.includes(call.name) || (isLoop && inLoop))) {
    const start = Math.max(node.input.indexOf(call.name, call.from), 0)
    const message = FUNCTIONS.includes(call.name)
      ? `"${call.name}" stands inside another loop. Write one loop only.`
      : `The function "${call.name}" cannot be used here. Expected one of ${FUNCTIONS.join(", ")}.`
    return { kind: "type", message, start, end: start + call.name.length }
  }
  for (const part of partsOf(node)) {
    const found = forbidden(part, inLoop || isLoop)
    if (found !== undefined) return found
  }
  return undefined
}

const isFailure = (
  cause: unknown,
): cause is {
  readonly summary?: unknown
  readonly message?: unknown
  readonly range?: { readonly start: number; readonly end: number }
} => typeof cause === "object" && cause !== null

/** What the CEL library says of a failure, in one line. */
export const failureOf = (cause: unknown, text: string): Omit<ExpressionMistake, "kind"> => {
  const failure = isFailure(cause) ? cause : {}
  const message = String(failure.summary ?? failure.message ?? "the expression cannot be read")
  return { message, start: failure.range?.start ?? 0, end: failure.range?.end ?? text.length }
}

/** Reads an expression; never throws. */
export const parseExpression = (
  text: string,
  scope: Scope,
): Result.Result<ParseResult, ExpressionMistake> => {
  try {
    const parsed = environmentOf(scope).parse(text)
    const mistake = forbidden(parsed.ast, false)
    return mistake === undefined ? Result.succeed(parsed) : Result.fail(mistake)
  } catch (cause) {
    return Result.fail({ kind: "syntax", ...failureOf(cause, text) })
  }
}
