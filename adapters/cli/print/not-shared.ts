import type { NotShared } from "#workflows/notations"

/** What one notation says and the other has no word for, each on a line. */
export const notSharedLines = (all: ReadonlyArray<NotShared>): ReadonlyArray<string> =>
  all.map(({ property, value, why }) => `not taken over: ${property} ${JSON.stringify(value)}. ${why}`)
