import { Context, type Effect, Schema } from "effect"
import type { Timestamp } from "#domain/kernel"
import type { DeviceFacts, MachineRef, PageCatalogue, ProfileCatalogue } from "#domain/profile"
import type { Position } from "./event-store.ts"

/** What is known could not be read, or did not reach a position in time. */
export class KnowledgeFailure extends Schema.TaggedError<KnowledgeFailure>()("KnowledgeFailure", {
  reason: Schema.String,
  remedy: Schema.String,
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  override get message() {
    return `${this.reason} ${this.remedy}`
  }
}

/** A live registration as the assignment process weighs it. */
export interface AssignableDevice {
  readonly deviceId: string
  readonly facts: DeviceFacts
  /** The groups of the user who is assigned, by their ids; null where nobody is. */
  readonly userGroups: ReadonlyArray<string> | null
  readonly profile: MachineRef | null
}

/** A deployment attempt that has not ended, and the version of the profile that is frozen into it. */
export interface RunningAttempt {
  readonly deviceId: string
  readonly serialNumber: string
  readonly attempt: number
  readonly profile: { readonly name: string; readonly version: number }
}

/** A live registration that a part of a machine belongs to. */
export interface PartHolder {
  readonly digest: string
  readonly deviceId: string
  readonly tenantId: string
  readonly serialNumber: string
}

/** A device that enrolled without being registered, and may still be converted. */
export interface ConvertibleDevice {
  readonly enrolmentId: string
  readonly manufacturer: string
  readonly model: string
  readonly serialNumber: string
  /** It was asked for its hash and has not reported it. */
  readonly isAsked: boolean
}

/** A stream whose earliest deadline is due. */
export interface DueStream {
  readonly stream: string
  readonly tenantId: string
  readonly dueAt: Timestamp
}

/**
 * What commands and processes ask of the read models: what is offered, who is touched, what is due. Answers lag behind the log; `reached` waits for
 * them, and decisions are made on the streams themselves.
 */
export class Knowledge extends Context.Service<
  Knowledge,
  {
    /** Waits until everything up to a position is known; fails after `millis` (default 10,000). */
    reached(position: Position, millis?: number): Effect.Effect<void, KnowledgeFailure>
    /** The profiles that a tenant offers. */
    catalogue(tenantId: string): Effect.Effect<ProfileCatalogue, KnowledgeFailure>
    /** The Enrollment Status Pages that a tenant offers. */
    pageCatalogue(tenantId: string): Effect.Effect<PageCatalogue, KnowledgeFailure>
    /** A tenant's live registrations in the order of their ids, at most `limit`, those after an id. */
    assignableDevices(
      tenantId: string,
      page: { readonly after: string; readonly limit: number },
    ): Effect.Effect<ReadonlyArray<AssignableDevice>, KnowledgeFailure>
    /** A tenant's attempts that have not ended, at most `limit`, the oldest first. */
    runningAttempts(
      tenantId: string,
      limit: number,
    ): Effect.Effect<ReadonlyArray<RunningAttempt>, KnowledgeFailure>
    /** A tenant's enrolled devices that are not registered, in the order of their ids, at most `limit`, those after an id. */
    convertibleDevices(
      tenantId: string,
      page: { readonly after: string; readonly limit: number },
    ): Effect.Effect<ReadonlyArray<ConvertibleDevice>, KnowledgeFailure>
    /** How many devices of a tenant one person has enrolled, one device left aside. */
    devicesOf(tenantId: string, userId: string, except: string): Effect.Effect<number, KnowledgeFailure>
    /** The live registrations of all tenants that parts belong to, by the digests of the parts. */
    partHolders(digests: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<PartHolder>, KnowledgeFailure>
    /** Streams whose earliest deadline is due at a moment, the most overdue first. */
    due(now: Timestamp, limit: number): Effect.Effect<ReadonlyArray<DueStream>, KnowledgeFailure>
    /** When the next deadline of all is due, null if none is. */
    readonly nextDue: Effect.Effect<Timestamp | null, KnowledgeFailure>
  }
>()("flightlog/workflows/ports/Knowledge") {}
