import { Effect, Schema } from "effect"
import { HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { DeviceRefused, ServiceFailed } from "./device-api.ts"

/** What is read of a refusal. Source: RFC 9457, problem details. */
const Problem = Schema.Struct({
  code: Schema.String,
  number: Schema.optionalKey(Schema.String),
  detail: Schema.String,
  remedy: Schema.String,
  recorded: Schema.optionalKey(Schema.Boolean),
})

const FIRST_ERROR = 400
const FIRST_FAILURE = 500

const unreachable = (address: string) => (cause: { readonly message: string }) =>
  new ServiceFailed({
    what: `The service at ${address} does not answer: ${cause.message}`,
    remedy: "Start it (flightlog serve), or name the address that it listens on.",
    cause,
  })

const notUnderstood = (address: string, status: number) => (cause: { readonly message: string }) =>
  new ServiceFailed({
    what: `What ${address} answered (status ${status}) is not what Flightlog answers.`,
    remedy: "Check that the address is that of a Flightlog service of this version.",
    cause,
  })

/** The address of an operation of a service, its own path kept. */
const at = (address: string, path: string): string => `${address.replace(/\/+$/, "")}${path}`

/** What is sent beside the path. */
export interface Sending {
  readonly json?: object
  /** A file as it is. */
  readonly csv?: string
  /** A profile as it is. */
  readonly yaml?: string
  readonly token?: string
  readonly headers?: { readonly [name: string]: string }
}

const requestFor = (url: string, { csv, headers = {}, json, token, yaml }: Sending) => {
  const empty = json === undefined && csv === undefined && yaml === undefined
  let request = (empty ? HttpClientRequest.get(url) : HttpClientRequest.post(url)).pipe(
    HttpClientRequest.setHeaders(headers),
  )
  if (json !== undefined) request = HttpClientRequest.bodyJsonUnsafe(request, json)
  if (csv !== undefined) request = HttpClientRequest.bodyText(request, csv, "text/csv")
  if (yaml !== undefined) request = HttpClientRequest.bodyText(request, yaml, "application/yaml")
  return token === undefined ? request : HttpClientRequest.bearerToken(request, token)
}

/**
 * Speaks to a running service as a client does: what it refuses is a `DeviceRefused`, anything else that goes wrong a
 * `ServiceFailed`.
 */
export const serviceClient = Effect.fnUntraced(function* (address: string) {
  const client = yield* HttpClient.HttpClient
  const decoded = <A>(schema: Schema.Codec<A, unknown>, response: HttpClientResponse.HttpClientResponse) =>
    Effect.flatMap(response.json, Schema.decodeUnknownEffect(schema)).pipe(
      Effect.mapError(notUnderstood(address, response.status)),
    )

  /** Sends a body with POST, or asks with GET where there is none; answers what came back, once it is no error. */
  const send = Effect.fnUntraced(function* (path: string, sending: Sending = {}) {
    const response = yield* client
      .execute(requestFor(at(address, path), sending))
      .pipe(Effect.mapError(unreachable(address)))
    if (response.status < FIRST_ERROR) return response
    const { code, detail: what, number = null, recorded = false, remedy } = yield* decoded(Problem, response)
    return yield* response.status < FIRST_FAILURE
      ? new DeviceRefused({ code, number, what, remedy, recorded })
      : new ServiceFailed({ what, remedy })
  })

  /** As `send`, and reads the JSON of the answer. */
  const ask = Effect.fnUntraced(function* <A>(
    path: string,
    answer: Schema.Codec<A, unknown>,
    sending: Sending = {},
  ) {
    return yield* decoded(answer, yield* send(path, sending))
  })

  return { send, ask }
})
