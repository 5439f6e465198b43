import { Effect } from "effect"
import { RequestRefused } from "./request-refused.ts"
import type { Face } from "./route.ts"

const twice = (name: string) =>
  new RequestRefused({
    status: 400,
    code: "query-repeated",
    what: `The query has ${JSON.stringify(name)} more than once.`,
    remedy: "Give it once.",
  })

/**
 * The parameters of a query by name; none may come twice. Graph's options are not case-sensitive and begin with `$`; any
 * other parameter on that face is a custom one that the service leaves alone, as OData 4 has it.
 */
export const parametersOf = (
  url: URL,
  face: Face,
): Effect.Effect<{ readonly [name: string]: string }, RequestRefused> => {
  const parameters: Record<string, string> = {}
  if (url.search === "") return Effect.succeed(parameters)
  for (const [given, value] of url.searchParams) {
    const name = face === "graph" ? given.toLowerCase() : given
    if (face === "graph" && !name.startsWith("$")) continue
    if (Object.hasOwn(parameters, name)) return Effect.fail(twice(name))
    parameters[name] = value
  }
  return Effect.succeed(parameters)
}
