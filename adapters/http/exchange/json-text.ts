import { Effect } from "effect"
import { parseDocument } from "yaml"
import { RequestRefused } from "./request-refused.ts"

/** How deep objects and lists may lie in each other. */
const DEEPEST = 32

const tooDeep = () =>
  new RequestRefused({
    status: 400,
    code: "json-too-deep",
    what: `The body has objects or lists more than ${DEEPEST} deep in each other.`,
    remedy: "No request needs that; check what your program sends.",
  })

const notJson = (reason: string) =>
  new RequestRefused({
    status: 400,
    code: "json-invalid",
    what: `The body is not JSON: ${reason}.`,
    remedy: "Send one JSON object in UTF-8.",
  })

/** Looked for before anything is parsed, so that no parser ever recurses deep. Brackets in texts do not count. */
const isTooDeep = (text: string): boolean => {
  if (text.length <= DEEPEST) return false
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gs)) {
    if (token === "{" || token === "[") depth++
    if (token === "}" || token === "]") depth--
    if (depth > DEEPEST) return true
  }
  return false
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

const textOf = (bytes: Uint8Array): Effect.Effect<string, RequestRefused> =>
  Effect.try({ try: () => utf8.decode(bytes), catch: () => notJson("its bytes are not UTF-8") })

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/\.$/, "") : "it cannot be read"

const parse = (text: string): Effect.Effect<unknown, RequestRefused> =>
  Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (error) => notJson(text.trim() === "" ? "it is empty" : reasonOf(error)),
  })

/** Reads a JSON text as the standard has it. */
export const readJson = (bytes: Uint8Array): Effect.Effect<unknown, RequestRefused> =>
  Effect.flatMap(textOf(bytes), (text) => (isTooDeep(text) ? tooDeep() : parse(text)))

/**
 * What PowerShell clients of Graph send for JSON: keys without quotation marks, a comma after the last value. That is a
 * flow mapping of YAML 1.2.
 */
const parseLoose = (text: string): Effect.Effect<unknown, RequestRefused> => {
  if (!text.trimStart().startsWith("{")) return parse(text)
  const document = parseDocument(text, { schema: "core", uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) return Effect.fail(notJson(error.message.split("\n")[0] ?? "it cannot be read"))
  return Effect.try({
    try: (): unknown => document.toJS({ maxAliasCount: 0 }),
    catch: (problem) => notJson(reasonOf(problem)),
  })
}

/**
 * Reads the JSON that real Graph clients send. A JSON string is taken for the text in it, as the Microsoft 365 CLI
 * wraps what it does not take for JSON itself; an empty body is an empty object.
 */
export const readLooseJson = Effect.fnUntraced(function* (bytes: Uint8Array) {
  const text = yield* textOf(bytes)
  if (text.trim() === "") return {}
  if (isTooDeep(text)) return yield* tooDeep()
  const strict = yield* Effect.result(parse(text))
  const value: unknown = strict._tag === "Success" ? strict.success : yield* parseLoose(text)
  if (typeof value !== "string") return value
  return isTooDeep(value) ? yield* tooDeep() : yield* parseLoose(value)
})
