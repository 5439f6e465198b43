import { Effect } from "effect"
import type { DomainFactType } from "#domain/catalogue"
import type { Refusal } from "#domain/kernel"
import type {
  Devices,
  executeDevice,
  MachineLibrary,
  Origin,
  processImport,
  ReadFact,
} from "#workflows/commands"
import type {
  Entropy,
  EventStore,
  Keys,
  Knowledge,
  KnowledgeFailure,
  RecordedEvent,
  ShippedProfiles,
} from "#workflows/ports"

/** What a process may go wrong with: what commands and the read models may. */
export type ProcessFailure =
  | Effect.Error<ReturnType<typeof executeDevice>>
  | Effect.Error<ReturnType<typeof processImport>>
  | KnowledgeFailure

/** What processes need. */
export type ProcessNeeds =
  | EventStore
  | Keys
  | Entropy
  | Knowledge
  | Devices
  | MachineLibrary
  | ShippedProfiles

/**
 * What follows by itself from events. A reaction may happen again after a crash, and on several nodes at once: the
 * commands that it sends carry ids derived from the cause, so they have one effect.
 */
export interface Process {
  readonly name: string
  /** Categories of streams that hold its events. */
  readonly categories: ReadonlyArray<string>
  /** Types of events that it reacts to. */
  readonly handles: ReadonlyArray<DomainFactType>
  /** Reacts to some events in the order of the log; never to none. */
  readonly react: (batch: ReadonlyArray<ReadFact>) => Effect.Effect<void, ProcessFailure, ProcessNeeds>
}

/** The origin of a command that a process sends because of an event. */
export const processOrigin = (name: string, cause: RecordedEvent, commandId: string): Origin => ({
  actor: { kind: "process", id: name },
  actorName: null,
  tenantId: cause.metadata.tenant ?? null,
  commandId,
  // What a process asks may look different on another node that knows more; it is the same command all the same.
  commandDigest: "",
  correlationId: cause.metadata.$correlationId,
  causationId: cause.id,
  occurredAt: null,
})

const isGone = (error: unknown): error is Refusal =>
  typeof error === "object" && error !== null && "code" in error && error.code === "device-not-registered"

/** A device that left in the meantime needs nothing any more; every other refusal is a failure of the process. */
export const tolerateGone = <A, E, R>(effect: Effect.Effect<A, E | Refusal, R>) =>
  effect.pipe(
    Effect.asVoid,
    Effect.catchIf(isGone, () => Effect.void),
  )
