import type { Effect } from "effect"
import type { DeviceFileError } from "#adapters/device-files"
import type { UnreadableEvent } from "#domain/catalogue"
import type { HashError } from "#domain/hardware"
import type { Refusal } from "#domain/kernel"
import type { ReadModelsFailure } from "#projections/runtime"
import type { executeDevice, ProfileRefused } from "#workflows/commands"
import type { IntegrityError } from "#workflows/engine"
import type { AppendRefused, EventStoreFailure, KeysFailure, KnowledgeFailure } from "#workflows/ports"
import type { RequestRefused } from "../exchange/request-refused.ts"

/** Everything that may be wrong with a request or behind it. */
export type ApiError =
  | RequestRefused
  | Refusal
  | HashError
  | DeviceFileError
  | ProfileRefused
  | IntegrityError
  | UnreadableEvent
  | Extract<Effect.Error<ReturnType<typeof executeDevice>>, { readonly _tag: "MachineMissing" }>
  | AppendRefused
  | EventStoreFailure
  | KeysFailure
  | KnowledgeFailure
  | ReadModelsFailure
