import { Effect } from "effect"
import { type OpenedValues, open, type Payload } from "#domain/kernel"
import { Keys } from "#workflows/ports"

/** Opens what is personal in an event; the values of a person who was erased are null. */
export const openPersonal = Effect.fnUntraced(function* ({ personal = [] }: Payload) {
  const keys = yield* Keys
  const opened: Array<OpenedValues> = []
  for (const sealed of personal) opened.push(open(sealed, yield* keys.keyOf(sealed.subject)))
  return opened
})
