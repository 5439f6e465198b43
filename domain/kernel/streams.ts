/** The categories of streams; a stream's name is `category-id`, as EventStoreDB groups them. */
const CATEGORIES = [
  "device",
  "tenant",
  "user",
  "group",
  "profile",
  "import",
  "hardware",
  "partner",
  "report",
  "lookup",
  "check",
  "enrolment",
  "process",
  "lease",
] as const
export type Category = (typeof CATEGORIES)[number]

/** The name of a stream: a category and an id without personal data or free text. */
export const streamName = (category: Category, id: string): string => `${category}-${id}`

/** The id in a stream's name: what follows the first dash. */
export const streamId = (stream: string): string => stream.slice(stream.indexOf("-") + 1)

/** The stream that lists the reports of hardware that a look-up key leads to; `digest` is keyed, as that of a claim. */
export const lookupStream = (kind: string, digest: string): string =>
  streamName("lookup", `${kind}~${digest}`)

/** The stream in which a hardware identity is claimed; `digest` is keyed, so the name tells nothing of the hardware. */
export const claimStream = (kind: string, digest: string): string =>
  streamName("hardware", `${kind}~${digest}`)
