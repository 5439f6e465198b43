import { type Finding, findingOf } from "../finding.ts"
import { placeOf } from "../place.ts"
import { missingKey } from "../rules/missing-key.ts"
import { unknownKey } from "../rules/unknown-key.ts"
import { wrongValue } from "../rules/wrong-value.ts"
import type { ShapeMistake } from "../schema/issues.ts"
import { entryOf, keyAt, type Node, nodeAt, type Path, plainOf, spanAt } from "../source.ts"
import { oneOf, quoted } from "../suggest.ts"
import { keyMeant, meantBy, writtenAs } from "./meant.ts"

/** A mistake of shape in words, and what was probably meant. */
export interface Told {
  readonly finding: Finding
  readonly meant: string | undefined
}

const lastOf = (path: Path): string => String(path[path.length - 1])

const MERGE_KEY = "<<"

const hintFor = (key: string, home: string | undefined): string => {
  if (key === MERGE_KEY)
    return " YAML 1.2 has no merge keys: write the keys out, or use an alias as the whole value."
  return home === undefined ? "" : ` ${quoted(key)} belongs under ${quoted(home)}.`
}

const tellUnknownKey = (
  root: Node,
  path: Path,
  { inside, keys }: { readonly keys: ReadonlyArray<string>; readonly inside: string | undefined },
): Told => {
  const parent = nodeAt(root, path.slice(0, -1))
  const suggestion = keyMeant(lastOf(path), keys)
  const home = suggestion === undefined ? inside : undefined
  const finding = findingOf(unknownKey, {
    at: keyAt(root, path),
    message: `Unknown key ${quoted(lastOf(path))} in ${placeOf(path.slice(0, -1))}. Expected ${oneOf(keys)}.${hintFor(lastOf(path), home)}`,
    suggestion,
  })
  const isFree = suggestion !== undefined && entryOf(parent, suggestion) === undefined
  return { finding, meant: isFree ? suggestion : undefined }
}

const tellMissingKey = (root: Node, path: Path): Told => ({
  finding: findingOf(missingKey, {
    at: path.length === 1 ? { ...root.span, end: root.span.start } : keyAt(root, path.slice(0, -1)),
    message: `The key ${quoted(lastOf(path))} is missing in ${placeOf(path.slice(0, -1))}. Add it.`,
  }),
  meant: undefined,
})

const tellWrongValue = (
  root: Node,
  path: Path,
  { choices, expected }: { readonly expected: string; readonly choices: ReadonlyArray<string> },
): Told => {
  const node = nodeAt(root, path)
  const value = node === undefined ? undefined : plainOf(node)
  const meant = meantBy(value, { choices, expected })
  const hint = meant === undefined ? writtenAs(value, expected) : undefined
  const shown = value === null || value === undefined ? "empty" : quoted(value)
  const finding = findingOf(wrongValue, {
    at: spanAt(root, path),
    message: `${placeOf(path)} is ${shown}. Expected ${expected}.${hint === undefined ? "" : ` ${hint}`}`,
    suggestion: meant,
  })
  return { finding, meant }
}

/** Tells a mistake of shape by its place in the document as it was written. */
export const tell = (root: Node, mistake: ShapeMistake): Told => {
  switch (mistake._tag) {
    case "UnknownKey":
      return tellUnknownKey(root, mistake.path, mistake)
    case "MissingKey":
      return tellMissingKey(root, mistake.path)
    case "WrongValue":
      return tellWrongValue(root, mistake.path, mistake)
  }
}
