import { createHash } from "node:crypto"
import { type ReadDocument, readDocument } from "./document.ts"

/** A file by name and text. */
export interface FileText {
  readonly file: string
  readonly text: string
}

/** A document that others may extend, read once. */
export interface LibraryEntry {
  readonly name: string
  readonly digest: string
  readonly document: ReadDocument
}

/** Documents by name. Where a name stands twice, the first one counts. */
export type Library = ReadonlyMap<string, LibraryEntry>

/** SHA-256 of a text, in hex. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Reads the documents that others may extend. */
export const libraryOf = (files: ReadonlyArray<FileText>): Library => {
  const library = new Map<string, LibraryEntry>()
  for (const { file, text } of files) {
    const document = readDocument(text, file)
    const name = document.value?.name
    if (name !== undefined && !library.has(name))
      library.set(name, { name, digest: digestOf(text), document })
  }
  return library
}
