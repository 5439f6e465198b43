import { Effect, Schema } from "effect"
import { LogCheck } from "./check.ts"
import { type CheckedFiles, checkFiles } from "./check-files.ts"
import { CheckFinding } from "./finding.ts"

/** What a check of a whole store came to; numbers are null where the log could not be read at all. */
export const StoreCheck = Schema.Struct({
  sound: Schema.Boolean,
  events: Schema.NullOr(LogCheck.fields.events),
  streams: Schema.NullOr(LogCheck.fields.streams),
  devices: Schema.NullOr(LogCheck.fields.devices),
  position: Schema.NullOr(LogCheck.fields.position),
  findings: Schema.Array(CheckFinding),
  further: Schema.Int,
})
export type StoreCheck = typeof StoreCheck.Type

const UNREAD = { events: null, streams: null, devices: null, position: null, further: 0 }

/** Checks the files of a store, and its log unless the log's file is damaged: then reading it would only end somewhere. */
export const checkStore = Effect.fnUntraced(function* <E, R>(
  files: CheckedFiles,
  log: Effect.Effect<LogCheck, E, R>,
) {
  const damages = checkFiles(files)
  const checked = damages.some(({ where }) => where === files.log) ? UNREAD : yield* log
  const findings = [...damages, ...("findings" in checked ? checked.findings : [])]
  return StoreCheck.make({ ...checked, findings, sound: findings.length === 0 })
})
