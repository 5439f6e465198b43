import { Effect, type Schema } from "effect"
import { decode } from "./decode.ts"
import type { Incoming } from "./incoming.ts"
import { readJson, readLooseJson } from "./json-text.ts"
import { RequestRefused } from "./request-refused.ts"

const KIB = 1024
/** The most that a JSON body may have where nothing else is said. */
const JSON_LIMIT = 64 * KIB

/** How a body is read, and what the description of the API says of it. */
export interface BodyReader<B> {
  readonly read: (request: Incoming) => Effect.Effect<B, RequestRefused>
  /** Null where no body is looked at. */
  readonly about: {
    readonly mediaType: string
    readonly schema: Schema.Constraint | null
    readonly description: string
    readonly required: boolean
  } | null
}

/** No body is looked at; one that comes all the same does no harm, whatever it calls itself. */
export const noBody: BodyReader<undefined> = { read: () => Effect.succeed(undefined), about: null }

const unsupported = (found: string, what: string, remedy: string) =>
  new RequestRefused({
    status: 415,
    code: "media-type-unsupported",
    what: `${what}, not as ${found}.`,
    remedy,
  })

/** What kind of body a request says that it has, in lower case; empty where it does not say. */
export const mediaTypeOf = (request: Incoming): string =>
  request.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? ""

const isJson = (type: string): boolean => type === "application/json" || type.endsWith("+json")

/**
 * A JSON object. Keys that the Schema does not know are refused by name.
 *
 * @param optional whether the body may be left out for `{}`
 */
export const jsonBody = <B>(
  schema: Schema.Decoder<B>,
  { limit = JSON_LIMIT, optional = false }: { readonly limit?: number; readonly optional?: boolean } = {},
): BodyReader<B> => {
  const decodeBody = decode(schema, "body")
  return {
    read: Effect.fnUntraced(function* (request) {
      const bytes = yield* request.bytes(limit)
      if (bytes.length === 0 && optional) return yield* decodeBody({})
      const type = mediaTypeOf(request)
      if (!isJson(type))
        return yield* unsupported(
          type === "" ? "nothing named" : type,
          "The body has to come as application/json",
          "Send the header Content-Type: application/json.",
        )
      return yield* decodeBody(yield* readJson(bytes))
    }),
    about: { mediaType: "application/json", schema, description: "", required: !optional },
  }
}

/** JSON as Graph clients send it: any media type, loose notation, and keys that nobody knows are left aside. */
export const looseBody = <B>(schema: Schema.Decoder<B>): BodyReader<B> => {
  const decodeBody = decode(schema, "body", "ignore")
  return {
    read: Effect.fnUntraced(function* (request) {
      return yield* decodeBody(yield* readLooseJson(yield* request.bytes(JSON_LIMIT)))
    }),
    about: { mediaType: "application/json", schema, description: "", required: false },
  }
}

/** A file as it is, in the body itself. */
export const fileBody = (file: {
  readonly mediaType: string
  readonly limit: number
  readonly description: string
}): BodyReader<Uint8Array> => ({
  read: Effect.fnUntraced(function* (request) {
    const type = mediaTypeOf(request)
    if (type.startsWith("multipart/"))
      return yield* unsupported(
        type,
        "The file has to be the body itself",
        "Send its bytes as they are: curl --data-binary @FILE.",
      )
    return yield* request.bytes(file.limit)
  }),
  about: { mediaType: file.mediaType, schema: null, description: file.description, required: true },
})
