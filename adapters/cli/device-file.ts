import { Effect, FileSystem, Option, Result } from "effect"
import { checkFileSize } from "#adapters/csv"
import { type DeviceFileError, readDeviceFile } from "#adapters/device-files"
import { CliRefusal } from "./complaint.ts"
import { EXIT } from "./exit-code.ts"
import { readBytes } from "./files.ts"

const refusedFile = (path: string) => (error: DeviceFileError) =>
  new CliRefusal({
    code: "import-file-refused",
    what: error.what,
    where: path,
    remedy: error.remedy,
    exit: EXIT.refused,
  })

/** The rows of a file of devices; one that is far too large is refused before it is read. */
export const deviceFile = Effect.fnUntraced(function* (path: string) {
  const size = yield* Effect.option((yield* FileSystem.FileSystem).stat(path))
  const bytes = Option.match(size, { onNone: () => 0, onSome: (info) => Number(info.size) })
  const checked = path === "-" ? Result.succeed(undefined) : checkFileSize(bytes)
  yield* Effect.fromResult(checked).pipe(Effect.mapError(refusedFile(path)))
  return yield* Effect.fromResult(readDeviceFile(yield* readBytes(path))).pipe(
    Effect.mapError(refusedFile(path)),
  )
})
