import type { SchemaAST, SchemaIssue } from "effect"
import type { Path } from "../source.ts"
import { choicesOf, expectedOf, homeOf, keysOf } from "./expected.ts"

/** A mistake of shape, as the Schema sees it. */
export type ShapeMistake =
  | {
      readonly _tag: "UnknownKey"
      readonly path: Path
      readonly keys: ReadonlyArray<string>
      /** The key of the same mapping under which it would be known. */
      readonly inside: string | undefined
    }
  | { readonly _tag: "MissingKey"; readonly path: Path }
  | {
      readonly _tag: "WrongValue"
      readonly path: Path
      readonly expected: string
      readonly choices: ReadonlyArray<string>
    }

const wrongValue = (path: Path, ast: SchemaAST.AST): ShapeMistake => ({
  _tag: "WrongValue",
  path,
  expected: expectedOf(ast),
  choices: choicesOf(ast),
})

const isLeaf = (issue: SchemaIssue.Issue): boolean =>
  issue._tag === "AnyOf"
    ? issue.issues.every(isLeaf)
    : issue._tag !== "Composite" || issue.issues.every(isOwn)

/** An issue of the value itself, not of something inside it. */
const isOwn = (issue: SchemaIssue.Issue): boolean => issue._tag !== "Pointer" && isLeaf(issue)

/** The member of a union that a value comes nearest to: the one that takes it, but for something inside it. */
export const nearestMember = ({ issues }: SchemaIssue.AnyOf): SchemaIssue.Issue | undefined =>
  issues.find((inner) => !isLeaf(inner))

const steps = (path: ReadonlyArray<PropertyKey>): Path =>
  path.map((step) => (typeof step === "number" ? step : String(step)))

/**
 * The mistakes in an issue tree. Of a union the members that got furthest are told: `{ tp: x }` where a name or a
 * step may stand is a step with an unknown key, not "neither a name nor a step".
 */
export const mistakesOf = (
  issue: SchemaIssue.Issue,
  ast: SchemaAST.AST,
  path: Path = [],
): ReadonlyArray<ShapeMistake> => {
  switch (issue._tag) {
    case "Pointer":
      return mistakesOf(issue.issue, ast, [...path, ...steps(issue.path)])
    case "Composite":
      return issue.issues.flatMap((inner) => mistakesOf(inner, issue.ast, path))
    case "AnyOf": {
      const nearest = nearestMember(issue)
      return nearest === undefined ? [wrongValue(path, issue.ast)] : mistakesOf(nearest, issue.ast, path)
    }
    case "UnexpectedKey":
      return [
        {
          _tag: "UnknownKey",
          path,
          keys: keysOf(issue.ast),
          inside: homeOf(issue.ast, String(path[path.length - 1])),
        },
      ]
    case "MissingKey":
      return [{ _tag: "MissingKey", path }]
    case "InvalidType":
      return [wrongValue(path, issue.ast)]
    default:
      return [wrongValue(path, ast)]
  }
}
