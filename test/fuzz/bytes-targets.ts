import assert from "node:assert/strict"
import { Result } from "effect"
import fc from "fast-check"
import { readCsv } from "#adapters/csv"
import {
  decodeHash,
  decodeHashBytes,
  encodeHash,
  encodeHashBytes,
  readReport,
  summarise,
} from "#domain/hardware"
import { checkRows } from "#domain/import"
import { anyCsvFile } from "../support/any-csv.ts"
import { anyHashBytes, anyHashText, recordBytes } from "../support/any-hash.ts"
import { compilesOrSaysWhy, lintSoundly, mutatedProfile, rewordedProfile } from "../support/any-profile.ts"
import { reports } from "../support/hardware-reports.ts"
import { sealed } from "../support/hash-vectors.ts"
import { pure } from "./target.ts"

const MILLION = 1_000_000

/** A refusal says something, and what kind it is. */
const explains = (error: { readonly _tag: string; readonly message: string }): void => {
  assert.ok(error._tag.length > 0)
  assert.ok(error.message.length > 20, error.message)
}

const decodes = (bytes: Uint8Array): void => {
  const summary = Result.flatMap(decodeHashBytes(bytes), ({ report }) => summarise(report))
  if (Result.isFailure(summary)) explains(summary.failure)
}

const decodesText = (text: string): void => {
  const decoded = decodeHash(text)
  if (Result.isFailure(decoded)) explains(decoded.failure)
  else assert.equal(Result.getOrThrow(encodeHash(decoded.success.report)), decoded.success.text)
}

const isByteForByte = (records: Uint8Array): void => {
  const hash = sealed(records)
  const { report } = Result.getOrThrow(decodeHashBytes(hash))
  assert.equal(Buffer.compare(Result.getOrThrow(encodeHashBytes(report)), hash), 0)
}

const reads = (file: Uint8Array): void => {
  const read = readCsv(file)
  const errors = Result.isFailure(read)
    ? [read.failure]
    : [...read.success.refused, ...checkRows(read.success.rows).refused]
  for (const error of errors) explains(error)
}

/** The hash, the import file and the profile: everything that is read as a whole file. */
export const bytesTargets = [
  pure("hash bytes", 2 * MILLION, anyHashBytes, decodes),
  pure("hash text", 1.5 * MILLION, anyHashText, decodesText),
  pure("hash records", 3 * MILLION, recordBytes, isByteForByte),
  pure("hash reports", 0.5 * MILLION, reports, (report) => {
    const decoded = Result.getOrThrow(decodeHash(Result.getOrThrow(encodeHash(report))))
    assert.deepEqual(decoded.report, JSON.parse(JSON.stringify(report)))
  }),
  pure("hash json", 1 * MILLION, fc.jsonValue(), (value) => {
    const read = readReport(value)
    if (Result.isFailure(read)) explains(read.failure)
  }),
  pure("csv", 1 * MILLION, anyCsvFile, reads),
  pure("yaml mutated", 50_000, mutatedProfile, (text) => void lintSoundly(text)),
  pure("yaml reworded", 30_000, rewordedProfile, compilesOrSaysWhy),
  pure(
    "yaml bytes",
    20_000,
    fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      fc.json(),
    ),
    (text) => assert.ok(lintSoundly(text).length > 0),
  ),
]
