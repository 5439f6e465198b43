import type { Answer } from "#workflows/commands"

/** An answer before it is written to the wire. */
export interface Reply {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  /** Null for an answer without a body. */
  readonly body: string | null
}

/** An answer in JSON. */
export const json = (status: number, value: unknown, headers: Reply["headers"] = {}): Reply => ({
  status,
  headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
})

/** An answer that is done with its status: 204. */
export const noContent = (headers: Reply["headers"] = {}): Reply => ({ status: 204, headers, body: null })

/** Where a write ended: a read may wait for the position, and the revision tells whether the stream has moved since. */
export const writtenAt = ({
  position,
  revision,
}: Pick<Answer, "position" | "revision">): Reply["headers"] => ({
  "Flightlog-Position": position,
  ETag: `"${revision}"`,
})
