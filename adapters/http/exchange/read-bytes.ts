import { Effect } from "effect"
import type { HonoRequest } from "hono"
import { RequestRefused } from "./request-refused.ts"

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 / 1024)} MiB`

const tooLarge = (limit: number) =>
  new RequestRefused({
    status: 413,
    code: "body-too-large",
    what: `The body is larger than ${size(limit)}, which is the most that is taken here.`,
    remedy: "Check that this is the right file; send less at once.",
    // The rest of the body is not read, so nothing more can come over this connection.
    headers: { Connection: "close" },
  })

const cut = (error: unknown) =>
  new RequestRefused({
    status: 400,
    code: "body-incomplete",
    what: `The body ended before it was complete${error instanceof Error ? ` (${error.message})` : ""}.`,
    remedy: "Send it again.",
  })

const collect = async (body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array | null> => {
  const chunks: Array<Uint8Array> = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** Reads the body of a request, and no more of it than `limit` bytes: a larger one is refused, by its announced length at once. */
export const readBytes = (request: HonoRequest, limit: number): Effect.Effect<Uint8Array, RequestRefused> => {
  const announced = request.header("content-length")
  if (Number(announced ?? 0) > limit) return Effect.fail(tooLarge(limit))
  // HTTP ends a body at its announced length, so one that fits may be read in one go.
  if (announced !== undefined)
    return Effect.tryPromise({ try: async () => new Uint8Array(await request.arrayBuffer()), catch: cut })
  const { body } = request.raw
  if (body === null) return Effect.succeed(new Uint8Array())
  return Effect.tryPromise({ try: () => collect(body, limit), catch: cut }).pipe(
    Effect.flatMap((bytes) => (bytes === null ? tooLarge(limit) : Effect.succeed(bytes))),
  )
}
