import { withoutHashes } from "#domain/hardware"

/** One row of an import file, before its hash was looked at. Empty cells are null. */
export interface ImportRow {
  /** Files that hold hashes alone name no serial number: the hash does. */
  readonly serialNumberOptional?: true
  /** Only the files of partners have these: with the serial number they stand for a device as well as a hash does. */
  readonly manufacturer?: string | null
  readonly model?: string | null
  /** Line of the file, counted from 1; the header is line 1. */
  readonly line: number
  readonly serialNumber: string | null
  readonly productId: string | null
  /** Base64, as it was written; empty where there is none. */
  readonly hash: string
  readonly groupTag: string | null
  readonly assignedUser: string | null
  /** What was mended on the way, in words for people. */
  readonly notes: ReadonlyArray<string>
}

/** How many rows one file of an owner may have. Source: Microsoft Learn "Manually register devices with Windows Autopilot". */
export const MAX_ROWS = 500

/** How many rows one file of a partner may have. Source: Microsoft "Windows Autopilot FAQ" (2020), Partner Center. */
export const MAX_PARTNER_ROWS = 1000

/** How many characters a cell may have, other than the hash. */
export const MAX_CELL = 512

/** No more of a text than a line for people can show, and nothing of a hash that stands in a wrong place. */
export const shorten = (text: string): string => {
  const shown = withoutHashes(text)
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown
}
