import type { SchemaAST } from "effect"
import { deviceEvents } from "#domain/device"

/** A field of an event, as expressions see it. */
export interface EventField {
  /** A CEL type; `dyn` where the field may be absent, a list or a record. */
  readonly type: string
  /** The only texts that the field can hold, where there is such a list. */
  readonly choices: ReadonlyArray<string>
}

const TYPES: { readonly [tag: string]: string } = { String: "string", Boolean: "bool" }

const literals = (ast: SchemaAST.AST): ReadonlyArray<string> =>
  ast._tag === "Literal" && typeof ast.literal === "string"
    ? [ast.literal]
    : ast._tag === "Union"
      ? ast.types.flatMap(literals)
      : []

const isInteger = (ast: SchemaAST.AST): boolean => ast._tag === "Number" && ast.checks !== undefined

const fieldOf = (ast: SchemaAST.AST): EventField => {
  const choices = literals(ast)
  const isChoice = ast._tag === "Literal" || (ast._tag === "Union" && ast.types.length === choices.length)
  if (isChoice && choices.length > 0) return { type: "string", choices }
  return { type: isInteger(ast) ? "int" : (TYPES[ast._tag] ?? "dyn"), choices: [] }
}

const fieldsOf = (ast: SchemaAST.AST): ReadonlyMap<string, EventField> =>
  new Map(
    ast._tag === "Objects"
      ? ast.propertySignatures.map((property): [string, EventField] => [
          String(property.name),
          fieldOf(property.type),
        ])
      : [],
  )

const FIELDS: ReadonlyMap<string, ReadonlyMap<string, EventField>> = new Map(
  Object.entries(deviceEvents).map(([event, schema]) => [event, fieldsOf(schema.ast)]),
)

const SIGNAL = FIELDS.get("SignalReceived") ?? new Map()

/** The fields of an event's data; a name that is no event of the service is taken for a signal. */
export const eventFields = (event: string): ReadonlyMap<string, EventField> => FIELDS.get(event) ?? SIGNAL
