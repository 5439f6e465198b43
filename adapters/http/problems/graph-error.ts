import { Schema } from "effect"
import type { Incoming } from "../exchange/incoming.ts"
import type { Reply } from "../exchange/reply.ts"
import type { Trouble } from "./trouble.ts"

/** An error of the Graph face. Source: Microsoft Graph, error responses and resource types. */
export const GraphError = Schema.Struct({
  error: Schema.Struct({
    code: Schema.String,
    message: Schema.String,
    innerError: Schema.Struct({
      date: Schema.String,
      "request-id": Schema.String,
      "client-request-id": Schema.String,
    }),
  }),
}).annotate({ identifier: "GraphError" })

/** Graph's code for each status, as Intune's part of it answers. */
const CODES: { readonly [status: number]: string } = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "Forbidden",
  404: "ResourceNotFound",
  405: "MethodNotAllowed",
  409: "Conflict",
  412: "PreconditionFailed",
  413: "RequestEntityTooLarge",
  415: "UnsupportedMediaType",
  422: "BadRequest",
  429: "TooManyRequests",
  500: "InternalServerError",
  503: "ServiceUnavailable",
}

const NO_OPERATION = "00000000-0000-0000-0000-000000000000"

/**
 * What Intune writes into `message`: a JSON document as text, from which tools read `Message` and
 * `CustomApiErrorPhrase`. Graph's own gateway, which judges addresses and options, writes plain sentences.
 */
const intuneMessage = ({ code, number, remedy, what }: Trouble, { requestId, url }: Incoming): string => {
  const said = `${what} ${remedy}`
  const operation = `Operation ID (for customer support): ${NO_OPERATION}`
  const document = {
    _version: 3,
    Message: `${said} - ${operation} - Activity ID: ${requestId} - Url: ${url.origin}${url.pathname}`,
    CustomApiErrorPhrase: number === undefined ? code : `${code} (${number})`,
    RetryAfter: null,
    ErrorSourceService: "",
    HttpHeaders: "{}",
  }
  return JSON.stringify(document, null, 2).replaceAll("\n", "\r\n")
}

/** Errors that Graph's gateway finds before Intune is asked. */
const OF_THE_GATEWAY: ReadonlySet<string> = new Set([
  "segment-unknown",
  "method-not-allowed",
  "query-option-unsupported",
  "query-option-invalid",
  "query-repeated",
])

/** An error in Graph's shape. */
export const graphErrorReply = (trouble: Trouble, request: Incoming, date: string): Reply => {
  const { code, headers, remedy, status, what } = trouble
  const clientRequestId = request.header("client-request-id") ?? request.requestId
  return {
    status: status === 422 ? 400 : status,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({
      error: {
        code: CODES[status] ?? "UnknownError",
        message: OF_THE_GATEWAY.has(code) ? `${what} ${remedy}` : intuneMessage(trouble, request),
        innerError: { date, "request-id": request.requestId, "client-request-id": clientRequestId },
      },
    }),
  }
}
