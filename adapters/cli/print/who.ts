import type { HistoryEntry } from "#workflows/audit"

/** Who caused an event: people by their names where they are still known, others by their ids. */
export const whoSays = ({ id, kind, name }: HistoryEntry["actor"]): string => {
  if (kind === "process" || kind === "partner") return `${kind} ${id}`
  return name === null ? kind : `${kind} ${name}`
}
