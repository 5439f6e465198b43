import type { SchemaAST } from "effect"
import { oneOf } from "../suggest.ts"

const titleOf = (ast: SchemaAST.AST): string | undefined => {
  const title = ast.checks?.at(-1)?.annotations?.title ?? ast.annotations?.title
  return typeof title === "string" ? title : undefined
}

/** The literal texts that a value may be. */
export const choicesOf = (ast: SchemaAST.AST): ReadonlyArray<string> => {
  if (ast._tag === "Literal") return [String(ast.literal)]
  return ast._tag === "Union" ? ast.types.flatMap(choicesOf) : []
}

const NOUNS: { readonly [tag: string]: string } = {
  String: "text",
  Number: "a number",
  Boolean: "true or false",
  Arrays: "a list",
  Objects: "a mapping",
  Suspend: "a mapping",
}

/** What a schema takes, in words: `one of "a" or "b"`, `a list`, `a duration such as 60m`. */
export const expectedOf = (ast: SchemaAST.AST): string => {
  const title = titleOf(ast)
  if (title !== undefined) return title
  if (ast._tag === "Literal") return JSON.stringify(ast.literal)
  if (ast._tag !== "Union") return NOUNS[ast._tag] ?? "another value"
  const choices = choicesOf(ast)
  const others = ast.types.filter((type) => choicesOf(type).length === 0).map(expectedOf)
  const parts = [...(choices.length === 0 ? [] : [oneOf(choices)]), ...new Set(others)]
  return parts.join(", or ")
}

/** The keys that a struct takes. */
export const keysOf = (ast: SchemaAST.AST): ReadonlyArray<string> =>
  ast._tag === "Objects" ? ast.propertySignatures.map((property) => String(property.name)) : []

const inner = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => (ast._tag === "Union" ? ast.types : [ast])

/** The property of a struct whose own struct takes a key: where somebody who wrote it one level too high meant it. */
export const homeOf = (ast: SchemaAST.AST, key: string): string | undefined => {
  if (ast._tag !== "Objects") return undefined
  const home = ast.propertySignatures.find(({ type }) => inner(type).some((one) => keysOf(one).includes(key)))
  return home === undefined ? undefined : String(home.name)
}
