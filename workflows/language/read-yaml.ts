import { Result, type Schema } from "effect"
import { type Finding, type Place, placeAt, sorted } from "./finding.ts"
import type { FileText } from "./inheritance/library.ts"
import { decoder } from "./reading/decode.ts"
import { parse } from "./reading/parse.ts"
import { type Node, type Path, spanAt } from "./source.ts"

/** A file that is no profile but stands beside one: its value, and its nodes with their places. */
export interface ReadYaml<A> {
  readonly value: A
  readonly root: Node
}

/**
 * A reader of YAML files of a Schema, with the findings that profiles have: mistakes of YAML and of shape, all at once.
 *
 * @example const read = yamlReader(Course); read({ file: "course.yaml", text })
 */
export const yamlReader = <S extends Schema.Codec<unknown, unknown>>(schema: S) => {
  const decode = decoder(schema, {})
  return ({ file, text }: FileText): Result.Result<ReadYaml<S["Type"]>, ReadonlyArray<Finding>> => {
    const { findings, root } = parse(text, file)
    if (root === undefined) return Result.fail(findings)
    const decoded = decode(root)
    const all = sorted([...findings, ...decoded.findings])
    return all.length > 0 || decoded.value === undefined
      ? Result.fail(all)
      : Result.succeed({ value: decoded.value, root: decoded.root })
  }
}

/** Where the value at a path of such a file is written; the nearest enclosing key where there is none. */
export const placeIn = ({ root }: Pick<ReadYaml<unknown>, "root">, path: Path): Place =>
  placeAt(spanAt(root, path))
