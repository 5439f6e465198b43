import { type ASTNode, parse } from "@marcbachmann/cel-js"

/** A variable's field that a condition reads: `attempt.retries`. Without a field the whole variable is read. */
export interface Read {
  readonly variable: string
  readonly field: string | null
}

/** A part of a condition that is true or false by itself. */
export interface Atom {
  readonly reads: ReadonlyArray<Read>
  /** How it compares its one field with fixed values; null where it does something else. */
  readonly comparison: Comparison | null
}

/** A field compared with fixed values. */
export interface Comparison {
  readonly how: "equals" | "orders" | "startsWith" | "endsWith" | "contains" | "holds"
  readonly values: ReadonlyArray<string | number>
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === "object" && value !== null && "op" in value

const partsOf = (node: ASTNode): ReadonlyArray<ASTNode> => {
  const args: unknown = node.args
  return Array.isArray(args) ? args.flat(2).filter(isNode) : isNode(args) ? [args] : []
}

const fieldOf = (node: ASTNode): Read | undefined => {
  if (node.op !== "." || node.args[0].op !== "id") return undefined
  return { variable: node.args[0].args, field: node.args[1] }
}

const readsOf = (node: ASTNode): ReadonlyArray<Read> => {
  const field = fieldOf(node)
  if (field !== undefined) return [field]
  return node.op === "id" ? [{ variable: node.args, field: null }] : partsOf(node).flatMap(readsOf)
}

const literalOf = (node: ASTNode): string | number | undefined => {
  if (node.op !== "value") return undefined
  if (typeof node.args === "string" || typeof node.args === "number") return node.args
  return typeof node.args === "bigint" ? Number(node.args) : undefined
}

const literalsOf = (nodes: ReadonlyArray<ASTNode>): ReadonlyArray<string | number> | undefined => {
  const values = nodes.map(literalOf)
  return values.every((value) => value !== undefined) ? values : undefined
}

const compared = (
  how: Comparison["how"],
  field: ASTNode,
  others: ReadonlyArray<ASTNode>,
): Comparison | null => {
  const values = literalsOf(others)
  return fieldOf(field) === undefined || values === undefined ? null : { how, values }
}

const TEXTS = ["startsWith", "endsWith", "contains"] as const

const comparisonOf = (node: ASTNode): Comparison | null => {
  switch (node.op) {
    case ".":
      return compared("holds", node, [])
    case "==":
    case "!=": {
      const [left, right] = node.args
      return compared("equals", left, [right]) ?? compared("equals", right, [left])
    }
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const [left, right] = node.args
      return compared("orders", left, [right]) ?? compared("orders", right, [left])
    }
    case "in": {
      const [left, right] = node.args
      return right.op === "list" ? compared("equals", left, right.args) : null
    }
    case "rcall": {
      const [name, receiver, args] = node.args
      const how = TEXTS.find((text) => text === name)
      return how === undefined ? null : compared(how, receiver, args)
    }
    default:
      return null
  }
}

const CONNECTIVES: ReadonlyArray<string> = ["&&", "||", "!_", "?:"]

const split = (node: ASTNode): ReadonlyArray<Atom> =>
  CONNECTIVES.includes(node.op)
    ? partsOf(node).flatMap(split)
    : [{ reads: readsOf(node), comparison: comparisonOf(node) }]

/** The parts of a condition that are true or false by themselves. */
export const atomsOf = (condition: string): ReadonlyArray<Atom> => split(parse(condition).ast)
