import type { LogFilter, RecordedEvent } from "#workflows/ports"

/**
 * The category of a stream: its name up to the first dash, as in EventStoreDB. A name without a dash has none, and no
 * filter finds it.
 *
 * @example categoryOf("device-6f1b7c7e") // "device"
 */
export const categoryOf = (stream: string): string | undefined => {
  const dash = stream.indexOf("-")
  return dash < 1 ? undefined : stream.slice(0, dash)
}

/** Whether an event is one that a reader of the whole log wants. */
export const isWanted = (filter: LogFilter | undefined, { stream }: Pick<RecordedEvent, "stream">): boolean =>
  filter?.categories?.includes(categoryOf(stream) ?? "") ?? true
