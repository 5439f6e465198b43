import { Schema } from "effect"
import type { Incoming } from "../exchange/incoming.ts"
import { json, type Reply } from "../exchange/reply.ts"
import type { ListOptions } from "./query-options.ts"

/** Source: OData JSON Format 4.0, section 3; the parameters are those that Graph sends. */
const ODATA = {
  "Content-Type":
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
  "OData-Version": "4.0",
}

/** An answer in Graph's JSON. */
export const graphJson = (status: number, value: unknown): Reply => json(status, value, ODATA)

/** What a collection of such entities answers. */
export const collectionSchema = (entity: Schema.Constraint) =>
  Schema.Struct({
    "@odata.context": Schema.String,
    "@odata.count": Schema.optionalKey(Schema.Int),
    "@odata.nextLink": Schema.optionalKey(Schema.String),
    value: Schema.Array(entity),
  })

/** The address of the rest of a list: the client's own, with another `$skip`. */
const nextLink = ({ url }: Incoming, skip: number): string => {
  const next = new URL(url)
  for (const name of [...next.searchParams.keys()])
    if (name.toLowerCase() === "$skip") next.searchParams.delete(name)
  next.searchParams.append("$skip", `${skip}`)
  return next.href.replaceAll("%24", "$")
}

/** One page of a collection. */
interface CollectionPage {
  readonly request: Incoming
  readonly context: string
  readonly options: Pick<ListOptions, "skip" | "top">
  /** How many there are in all; null where nobody asks. */
  readonly count: number | null
  /** From `skip` on, with one more than the page has where there are more. */
  readonly found: ReadonlyArray<unknown>
}

/** Answers a page of a collection, with the address of the rest where there is more. */
export const collectionPage = ({ context, count, found, options, request }: CollectionPage): Reply => {
  const { skip, top } = options
  const isMore = found.length > top && top > 0
  return graphJson(200, {
    "@odata.context": context,
    ...(count === null ? {} : { "@odata.count": count }),
    ...(isMore ? { "@odata.nextLink": nextLink(request, skip + top) } : {}),
    value: found.slice(0, top),
  })
}
