import { Effect, FileSystem, Stdio, Stream } from "effect"
import type { PlatformError } from "effect/PlatformError"
import { CliRefusal } from "./complaint.ts"
import { EXIT } from "./exit-code.ts"

const WHY: { readonly [reason: string]: readonly [what: string, remedy: string] } = {
  NotFound: ["does not exist", "Check the path; it is relative to the directory that you are in."],
  PermissionDenied: ["may not be read by you", "Change its rights, or run the command as somebody who may."],
  BadResource: ["is a directory", "Name a file in it."],
}

const unreadable = (path: string) => (error: PlatformError) => {
  const [what, remedy] = WHY[error.reason._tag] ?? [
    `could not be read: ${error.message}`,
    "Check the file, then try again.",
  ]
  return new CliRefusal({
    code: "file-unreadable",
    what: `The file ${JSON.stringify(path)} ${what}.`,
    where: path,
    remedy,
    exit: EXIT.io,
  })
}

const unwritable = (path: string) => (error: PlatformError) =>
  new CliRefusal({
    code: "file-unwritable",
    what: `The file ${JSON.stringify(path)} could not be written: ${error.message}`,
    where: path,
    remedy: "Name one in a directory that is there and that you may write to.",
    exit: EXIT.io,
  })

/**
 * Writes a text to a file.
 *
 * @param how `new` writes over no file
 */
export const writeText = Effect.fnUntraced(function* (path: string, text: string, how: "new" | "over") {
  const { writeFileString } = yield* FileSystem.FileSystem
  const flag = how === "new" ? "wx" : "w"
  yield* writeFileString(path, text, { flag }).pipe(Effect.mapError(unwritable(path)))
})

/** The bytes of a file, or of stdin where the path is `-`. */
export const readBytes = Effect.fnUntraced(function* (path: string) {
  if (path === "-") {
    const parts = yield* Stream.runCollect((yield* Stdio.Stdio).stdin).pipe(
      Effect.mapError(unreadable("stdin")),
    )
    return new Uint8Array(Buffer.concat(parts))
  }
  return yield* (yield* FileSystem.FileSystem).readFile(path).pipe(Effect.mapError(unreadable(path)))
})

/** The text of a file or of stdin (`-`): UTF-8, or UTF-16 with a byte order mark as PowerShell writes it. */
export const readText = Effect.fnUntraced(function* (path: string) {
  const bytes = yield* readBytes(path)
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes)
})
