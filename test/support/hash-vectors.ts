import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { Result } from "effect"
import { decodeHash, type HashError } from "#domain/hardware"

/** Three hashes made from published or invented values; none is of a living device. */
export const VECTORS = ["anon-hp-x64-tool9", "anon-vmware-arm64-tool9", "contoso-minimal"] as const

const file = (name: string): string =>
  readFileSync(new URL(`../data/hashes/${name}`, import.meta.url), "utf8")

const TEXTS = new Map(VECTORS.map((vector) => [vector, file(`${vector}.txt`).trim()]))

export const hashText = (vector: (typeof VECTORS)[number]): string => TEXTS.get(vector) ?? ""

export const hashBytes = (vector: (typeof VECTORS)[number]): Uint8Array =>
  Uint8Array.from(Buffer.from(hashText(vector), "base64"))

/** What an independent decoder read in the same hash. */
export const expectedRecords = (
  vector: (typeof VECTORS)[number],
): ReadonlyArray<{ type: number; [field: string]: unknown }> => JSON.parse(file(`${vector}.json`)).records

/** Closes an envelope by hand: `OA`, length, the given bytes, `CS`, SHA-256, zeros. */
export const sealed = (records: Uint8Array): Uint8Array => {
  const hash = new Uint8Array(3000)
  const end = 4 + records.length
  hash.set([0x4f, 0x41, end & 0xff, end >> 8])
  hash.set(records, 4)
  hash.set([0x43, 0x53, 36, 0], end)
  hash.set(createHash("sha256").update(hash.subarray(0, end)).digest(), end + 4)
  return hash
}

export const errorOf = (text: string): HashError => {
  const result = decodeHash(text)
  if (Result.isSuccess(result)) throw new Error("expected the hash to be refused")
  return result.failure
}

/** The hash with some bytes changed, as text. */
export const changed = (vector: (typeof VECTORS)[number], at: number, ...bytes: Array<number>): string => {
  const hash = hashBytes(vector)
  hash.set(bytes, at)
  return Buffer.from(hash).toString("base64")
}
