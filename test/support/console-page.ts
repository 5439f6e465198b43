import { readFileSync } from "node:fs"

/** A step of a page: a file that is to be there, or a command and what it prints. */
export type PageStep =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "command"; readonly args: ReadonlyArray<string>; readonly says: ReadonlyArray<string> }

const BLOCK = /^```(yaml|json|console)\n([\s\S]*?)^```$/gm
const NAMED = /^(?:#|\/\/) (\S+\.\w+)\n/

/** `tag A ""`, `--reason "a b"`: words, with quotation marks where there are blanks in them. */
const wordsOf = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "")

const commandsOf = (block: string): ReadonlyArray<PageStep> => {
  const steps: Array<{ kind: "command"; args: ReadonlyArray<string>; says: Array<string> }> = []
  for (const line of block.trimEnd().split("\n")) {
    if (line.startsWith("$ flightlog "))
      steps.push({ kind: "command", args: wordsOf(line.slice("$ flightlog ".length)), says: [] })
    else steps.at(-1)?.says.push(line)
  }
  return steps
}

/** The files and commands of a page of `docs/`, in order. */
export const stepsOf = (page: string): ReadonlyArray<PageStep> => {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8")
  return [...text.matchAll(BLOCK)].flatMap(([, kind, block = ""]): ReadonlyArray<PageStep> => {
    if (kind === "console") return commandsOf(block)
    const name = NAMED.exec(block)?.[1]
    return name === undefined ? [] : [{ kind: "file", name, text: block.replace(NAMED, "") }]
  })
}

/** What differs from run to run though it looks as it should: moments and digests. */
const DIFFERS = /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}|\b[0-9a-f]{12}\b/g

/** A line of a page as a pattern: an ellipsis stands for whatever differs from run to run. */
export const patternOf = (line: string): RegExp =>
  new RegExp(
    `^${line
      .trimEnd()
      .replaceAll(DIFFERS, "\u2026")
      .split("\u2026")
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/ {2,}/g, " +"))
      .join(".*")}$`,
  )
