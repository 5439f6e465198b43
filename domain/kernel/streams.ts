/** The categories of streams; a stream's name is `category-id`, as EventStoreDB groups them. */
export const CATEGORIES = [
  "device",
  "tenant",
  "user",
  "profile",
  "import",
  "hardware",
  "process",
  "lease",
] as const
export type Category = (typeof CATEGORIES)[number]

/** The name of a stream: a category and an id without personal data or free text. */
export const streamName = (category: Category, id: string): string => `${category}-${id}`

/** The id in a stream's name: what follows the first dash. */
export const streamId = (stream: string): string => stream.slice(stream.indexOf("-") + 1)

/** The category in a stream's name. */
export const streamCategory = (stream: string): string => stream.slice(0, stream.indexOf("-"))

/** The stream in which a hardware identity is claimed; `digest` is keyed, so the name tells nothing of the hardware. */
export const claimStream = (kind: string, digest: string): string =>
  streamName("hardware", `${kind}~${digest}`)
