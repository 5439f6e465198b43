import type { Effect } from "effect"
import type { RequestRefused } from "./request-refused.ts"

/** A request as handlers see it: nothing of it is trusted yet. */
export interface Incoming {
  readonly method: string
  /** The path of its route: `/api/devices/{id}/state`; unlike the address it names nobody. */
  readonly route: string
  readonly url: URL
  /** Parts of the path by their names in the route. */
  readonly params: { readonly [name: string]: string }
  header(name: string): string | undefined
  /** The body's bytes, at most `limit` of them. */
  bytes(limit: number): Effect.Effect<Uint8Array, RequestRefused>
  /** Names the request in headers and in the log. */
  readonly requestId: string
}
