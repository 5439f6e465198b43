import { Effect, Result, Schema } from "effect"
import { type Mistake, RequestRefused } from "./request-refused.ts"
import { mistakesIn } from "./schema-words.ts"

/** What a part of a request is called in a message. */
const NAMES = {
  body: "The body",
  query: "The query",
  path: "The path",
  header: "A header",
} as const satisfies Record<Mistake["in"], string>

const sentence = (where: Mistake["in"], mistakes: ReadonlyArray<Mistake>): string => {
  const said = mistakes.map(({ detail, path }) => (path === "" ? detail : `"${path}": ${detail}`))
  return `${NAMES[where]} is not as it has to be. ${said.join(" ")}`
}

/**
 * Reads a part of a request with its Schema.
 *
 * @param excess what becomes of keys that the Schema does not know
 * @returns fails with a refusal that names each path, what was expected and what was found
 */
export const decode = <T>(
  schema: Schema.Decoder<T>,
  where: Mistake["in"],
  excess: "error" | "ignore" = "error",
) => {
  const read = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: excess })
  return (input: unknown): Effect.Effect<T, RequestRefused> => {
    const decoded = read(input)
    if (Result.isSuccess(decoded)) return Effect.succeed(decoded.success)
    const mistakes = mistakesIn(decoded.failure.issue, input).map((mistake) => ({ in: where, ...mistake }))
    return new RequestRefused({
      status: 400,
      code: "request-invalid",
      what: sentence(where, mistakes),
      remedy: "The shape that is expected is described at /openapi.json.",
      mistakes,
    })
  }
}
