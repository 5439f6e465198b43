import { Effect, Schema } from "effect"
import type { FileText } from "#workflows/language"
import { type BodyReader, jsonBody, mediaTypeOf } from "../../exchange/body.ts"
import { RequestRefused } from "../../exchange/request-refused.ts"
import { text } from "../words.ts"

const MIB = 1024 * 1024

/** The most that one profile may have. */
export const PROFILE_LIMIT = MIB

/** How findings call a file that came without a name. */
export const UNNAMED = "profile.yaml"

const notText = () =>
  new RequestRefused({
    status: 400,
    code: "body-not-utf8",
    what: "The profile is not UTF-8 text.",
    remedy: "Save the file as UTF-8 and send its bytes as they are: curl --data-binary @FILE.",
  })

/** The text of a profile that is the body itself. */
export const decodeText = (bytes: Uint8Array) =>
  Effect.try({ try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes), catch: notText })

const MOST_FILES = 200

/** Profiles by the names of their files, as findings call them. */
const Files = Schema.Array(
  Schema.Struct({ file: text(255), text: Schema.String.check(Schema.isMaxLength(PROFILE_LIMIT)) }),
).check(Schema.isMinLength(1), Schema.isMaxLength(MOST_FILES))

/** Several files in JSON, the subject first. */
const FilesBody = Schema.Struct({ files: Files }).annotate({ identifier: "ProfileFiles" })

/** The most that several files may have together. */
const FILES_LIMIT = 8 * MIB

/** Files, and what a tool is told beside them. */
export interface FilesGiven {
  readonly files: ReadonlyArray<FileText>
}

const inJson = jsonBody(FilesBody, { limit: FILES_LIMIT })

/** One profile as it is (`application/yaml`), or several in JSON, which may extend each other. */
export const profileFiles: BodyReader<FilesGiven> = {
  read: Effect.fnUntraced(function* (request) {
    if (mediaTypeOf(request) === "application/json") return yield* inJson.read(request)
    return { files: [{ file: UNNAMED, text: yield* decodeText(yield* request.bytes(PROFILE_LIMIT)) }] }
  }),
  about: {
    mediaType: "application/json",
    schema: FilesBody,
    description: "The subject first, then what it builds on; or one profile alone as application/yaml.",
    required: true,
  },
}

/** Several files in JSON, the subject first, and what a tool is told beside them. */
export const filesAnd = <const Fields extends Schema.Struct.Fields>(fields: Fields) =>
  Schema.Struct({ files: Files, ...fields })

/** Reads a body of {@link filesAnd}. */
export const filesAndBody = <B extends FilesGiven>(schema: Schema.Decoder<B>): BodyReader<B> =>
  jsonBody(schema, { limit: FILES_LIMIT })
