import { Effect, type Schema } from "effect"
import { RequestRefused } from "../exchange/request-refused.ts"
import type { ApiError } from "../problems/api-error.ts"
import type { HttpServices } from "../services.ts"

/** An entity that another one leads to: `$expand=NAME`, or a segment behind it. Graph's beta has them. */
export interface Navigation {
  /** `deploymentProfile` */
  readonly name: string
  readonly summary: string
  /** Null where there is none. */
  readonly find: (
    tenantId: string,
    id: string,
  ) => Effect.Effect<Schema.JsonObject | null, ApiError, HttpServices>
}

const strange = (name: string, known: ReadonlyArray<string>) =>
  new RequestRefused({
    status: 400,
    code: "query-option-invalid",
    what: `There is nothing to expand that is called ${JSON.stringify(name)}.`,
    remedy: `Expected ${known.join(", ")}, or several of them with commas between.`,
  })

/** What `$expand` asks for. Source: OData 4.01, part 2, section 5.1.3. */
export const expanded = Effect.fnUntraced(function* (
  option: string | undefined,
  navigation: ReadonlyArray<Navigation>,
) {
  const names = (option ?? "").split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]))
  const wanted = navigation.filter(({ name }) => names.includes(name))
  const unknown = names.find((name) => !navigation.some((one) => one.name === name))
  return unknown === undefined
    ? wanted
    : yield* strange(
        unknown,
        navigation.map(({ name }) => name),
      )
})
