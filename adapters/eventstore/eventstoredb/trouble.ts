/** Why the server or the client did not do what was asked. */
export interface Trouble {
  readonly reason: string
  readonly remedy: string
  /** Whether an append may have been stored all the same. */
  readonly outcome: "not-done" | "unknown"
  /** Whether the same call may well succeed a moment later. */
  readonly isPassing: boolean
}

const LOOK = "Look whether the server runs and can be reached at the address of the store."
const REPEAT = "Try again; an append is repeated with the same ids and the same expected revision."
const RIGHTS =
  "Look at the user and the password in the store's address, and at the rights that docs/eventstoredb.md lists."
const CERTIFICATE =
  "Give the certificate of the server's authority as tlsCAFile=PATH in the store's address, or tls=false where the server has none."

/** Trouble that passes: the same call may well succeed a moment later. */
export const passing = (reason: string, outcome: Trouble["outcome"], remedy = LOOK): Trouble => ({
  reason,
  remedy,
  outcome,
  isPassing: true,
})

/** Trouble that stays until somebody does something about it. Nothing was stored. */
export const lasting = (reason: string, remedy: string): Trouble => ({
  reason,
  remedy,
  outcome: "not-done",
  isPassing: false,
})

/** The trouble of a call that got no answer within its time. */
export const tooLate = (millis: number): Trouble =>
  passing(`The server did not answer within ${millis} ms.`, "unknown", REPEAT)

const refused = (said: string) =>
  lasting(`The server refused the user, or the user lacks a right for it (${said}).`, RIGHTS)

const DELETED = lasting(
  "The stream was deleted on the server.",
  "Flightlog never deletes streams of its log: restore the database from a backup.",
)

/** Whether the trouble is that a stream was deleted for ever. */
export const isOfDeletedStream = ({ reason }: Trouble): boolean => reason === DELETED.reason

/** The client's own names for errors. Its classes do not tell them apart: several causes share one. */
const BY_TYPE: { readonly [type: string]: (said: string) => Trouble } = {
  "not-leader": () => passing("The node is not the leader of its cluster.", "not-done"),
  "access-denied": refused,
  "stream-deleted": () => DELETED,
  "maximum-append-size-exceeded": () =>
    lasting(
      "The server takes less in one append than Flightlog may write.",
      "Set the server's MaxAppendSize to 1048576 bytes or more.",
    ),
  "deadline-exceeded": (said) => passing(`The server did not answer in time (${said}).`, "unknown", REPEAT),
}

/** What the texts of errors tell, the first that fits. */
const BY_TEXT: ReadonlyArray<readonly [RegExp, (said: string) => Trouble]> = [
  [
    /certificate|CERT_|wrong version number|EPROTO/i,
    (said) => lasting(`No secure connection could be made (${said}).`, CERTIFICATE),
  ],
  [
    /No connection established|ECONNREFUSED|Name resolution failed|Failed to discover/,
    (said) => passing(`The server could not be reached (${said}).`, "not-done"),
  ],
  [
    /Not Ready|Too Busy/i,
    (said) => passing(`The server takes no requests at the moment (${said}).`, "not-done"),
  ],
  [
    /BadRequest|INVALID_ARGUMENT/,
    (said) => lasting(`The server did not understand the request (${said}).`, "Report it."),
  ],
  [
    /UNIMPLEMENTED/,
    (said) =>
      lasting(
        `The server does not know the request (${said}).`,
        "Use EventStoreDB 23.10 or a later version of it.",
      ),
  ],
  [/UNAUTHENTICATED|PERMISSION_DENIED|Access Denied/, refused],
  [
    /Consumer too slow/,
    () => passing("The reader could not keep up with the server, which dropped it.", "unknown", REPEAT),
  ],
  [
    /Cancelled on client|Channel has been shut down/,
    (said) => passing(`The connection was given up (${said}).`, "unknown", REPEAT),
  ],
]

/** An empty note that gRPC ends its texts with. */
const NO_NOTE = / Resolution note: $/

const UNAVAILABLE = 14
const CUT = ["unavailable", "timeout", "cancelled"]

const fieldOf = (error: unknown, name: string): unknown =>
  error instanceof Error ? Reflect.get(error, name) : undefined

/** Puts an error of the client into words, judged by its type, its text and its code. */
export const explainError = (error: unknown): Trouble => {
  const type = String(fieldOf(error, "type") ?? "")
  const text = (error instanceof Error ? error.message : String(error)).replace(NO_NOTE, "")
  const said = text === "" ? type : text
  const known = BY_TYPE[type] ?? BY_TEXT.find(([pattern]) => pattern.test(said))?.[1]
  if (known !== undefined) return known(said)
  return CUT.includes(type) || fieldOf(error, "code") === UNAVAILABLE
    ? passing(`The connection was cut (${said}).`, "unknown", REPEAT)
    : { reason: `The server failed (${said}).`, remedy: REPEAT, outcome: "unknown", isPassing: false }
}
