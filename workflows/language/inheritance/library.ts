import { createHash } from "node:crypto"
import { type ReadDocument, readDocument } from "../reading/document.ts"

/** A file by name and text. */
export interface FileText {
  readonly file: string
  readonly text: string
  /** It comes with Flightlog. */
  readonly shipped?: boolean
}

/** A file that was read. */
export interface ReadFile extends FileText {
  readonly document: ReadDocument
  /** SHA-256 of its text, in hex. */
  readonly digest: string
}

/** What was read: a base that many profiles build on is read once. */
const readFiles = new WeakMap<FileText, ReadFile>()

/** Reads a file of the profile language. */
export const readFile = (source: FileText): ReadFile => {
  const { file, text } = source
  const read = readFiles.get(source) ?? {
    ...source,
    document: readDocument(text, file),
    digest: digestOf(text),
  }
  readFiles.set(source, read)
  return read
}

/** A document that others may extend. */
export interface LibraryEntry {
  readonly name: string
  readonly digest: string
  readonly document: ReadDocument
  /** It comes with Flightlog. */
  readonly shipped: boolean
}

/** Documents by name. Where a name stands twice, the first one counts. */
export type Library = ReadonlyMap<string, LibraryEntry>

/** SHA-256 of a text, in hex. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** The documents that others may extend. */
export const libraryOf = (files: ReadonlyArray<ReadFile>): Library => {
  const library = new Map<string, LibraryEntry>()
  for (const { digest, document, shipped = false } of files) {
    const name = document.value?.name
    if (name !== undefined && !library.has(name)) library.set(name, { name, digest, document, shipped })
  }
  return library
}

/** What kind of document a file is; undefined where that cannot be made out. */
export const kindOf = (file: FileText) => readFile(file).document.value?.kind
