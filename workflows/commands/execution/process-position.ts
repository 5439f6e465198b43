import { Effect } from "effect"
import { decodeFact } from "#domain/catalogue"
import { deriveId, streamName } from "#domain/kernel"
import { EventStore, type Position, START } from "#workflows/ports"
import { execute } from "./execute.ts"
import { processKind } from "./stream-kinds.ts"

const processStream = (name: string): string => streamName("process", deriveId("process", name))

/** How far a process came on this store, whichever node it ran on. */
export const processPosition = Effect.fnUntraced(function* (name: string) {
  const last = yield* (yield* EventStore).readLast(processStream(name))
  if (last === undefined) return START
  const fact = yield* Effect.fromResult(decodeFact(last.type, last.metadata.version, last.payload.data))
  return fact.type === "ProcessAdvanced" ? fact.data.position : START
})

/** Notes how far a process came; without effect where another node came further. */
export const advanceProcess = Effect.fnUntraced(function* (name: string, position: Position) {
  const commandId = deriveId("process-advanced", name, position)
  yield* execute(
    processKind,
    processStream(name),
    { type: "Advance", name, position },
    {
      actor: { kind: "process", id: name },
      actorName: null,
      tenantId: null,
      commandId,
      commandDigest: "",
      correlationId: commandId,
      causationId: commandId,
      occurredAt: null,
    },
  )
})
