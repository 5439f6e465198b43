import { Result } from "effect"
import {
  decodeHash,
  type HardwareSummary,
  type IdentityKey,
  identityKeys,
  normalise,
  type Repair,
  summarise,
} from "#domain/hardware"
import { identifierUnusable, type LookupIdentifier, lookupKey } from "#domain/report"
import type { ImportRow } from "./row.ts"
import {
  HashRefused,
  IdentifierUnusable,
  RowContradictsHash,
  RowDuplicated,
  type RowError,
  SerialNumberMissing,
} from "./row-errors.ts"

/** A row whose hash is sound and of the device that the row names, or that says what to look a device up by. */
export type CheckedRow = {
  /** With the notes of what was repaired in the hash; `hash` as Windows would have written it. */
  readonly row: ImportRow
  readonly keys: ReadonlyArray<IdentityKey>
} & ({ readonly hardware: HardwareSummary } | { readonly lookup: LookupIdentifier })

/** What came of the rows of one file, each in the order of the file. */
export interface CheckedRows {
  readonly usable: ReadonlyArray<CheckedRow>
  readonly refused: ReadonlyArray<RowError>
}

/**
 * Checks the rows of one file by themselves and against each other.
 *
 * Rows are of one device when their hashes have an identity key in common, however different their texts are: the first
 * usable one is taken, the others are `ZtdDeviceDuplicated`. A refused row does not count as the first.
 */
export const checkRows = (rows: ReadonlyArray<ImportRow>): CheckedRows => {
  const seen = new Map<string, number>()
  const usable: Array<CheckedRow> = []
  const refused: Array<RowError> = []
  for (const row of rows) {
    const checked = Result.flatMap(checkRow(row), (one) => onlyFirst(one, seen))
    if (Result.isFailure(checked)) {
      refused.push(checked.failure)
      continue
    }
    usable.push(checked.success)
    for (const key of checked.success.keys) seen.set(keyText(key), row.line)
  }
  return { usable, refused }
}

/** What a row without a hash looks its device up by; undefined where it has a hash, or says nothing at all. */
const lookupOf = ({
  hash,
  manufacturer = null,
  model = null,
  productId,
  serialNumber,
}: ImportRow): LookupIdentifier | undefined => {
  if (hash !== "") return undefined
  if (productId !== null) return { by: "pkid", productKeyId: productId }
  if (manufacturer === null && model === null) return undefined
  return {
    by: "tuple",
    manufacturer: manufacturer ?? "",
    model: model ?? "",
    serialNumber: serialNumber ?? "",
  }
}

const checkLookup = (row: ImportRow, lookup: LookupIdentifier): Result.Result<CheckedRow, RowError> => {
  const key = lookupKey(lookup)
  const { line, serialNumber } = row
  return key === undefined
    ? Result.fail(new IdentifierUnusable({ line, serialNumber, cause: identifierUnusable(lookup) }))
    : Result.succeed({ row, lookup, keys: [key] })
}

/** Checks a row by itself: its hash, what it says beside it, or what it looks its device up by. */
export const checkRow = (row: ImportRow): Result.Result<CheckedRow, RowError> => {
  const lookup = lookupOf(row)
  return lookup === undefined ? checkHashed(row) : checkLookup(row, lookup)
}

const checkHashed = (row: ImportRow): Result.Result<CheckedRow, RowError> =>
  Result.gen(function* () {
    const { line, serialNumber } = row
    if (serialNumber === null && row.serialNumberOptional !== true)
      return yield* Result.fail(new SerialNumberMissing({ line, serialNumber }))
    const decoded = yield* hashOf(row)
    const { hardware } = decoded
    const contradiction = contradictionOf(row, serialNumber ?? hardware.serialNumber, hardware)
    if (contradiction !== undefined) return yield* Result.fail(contradiction)
    const notes = [...row.notes, ...decoded.repairs.map(({ says }) => says)]
    return { row: { ...row, hash: decoded.text, notes }, hardware, keys: identityKeys(hardware) }
  })

interface HashOfRow {
  readonly text: string
  readonly repairs: ReadonlyArray<Repair>
  readonly hardware: HardwareSummary
}

const hashOf = ({ hash, line, serialNumber }: ImportRow): Result.Result<HashOfRow, HashRefused> =>
  Result.mapError(
    Result.flatMap(decodeHash(hash), ({ fingerprint, report, repairs, text }) =>
      Result.map(summarise(report, fingerprint), (hardware) => ({ text, repairs, hardware })),
    ),
    (cause) => new HashRefused({ line, serialNumber, cause }),
  )

/** A product key id has 13 digits; what else stands in the column cannot be compared. */
const PRODUCT_KEY_ID = /^\d{13}$/

const contradictionOf = (
  { line, productId }: ImportRow,
  serialNumber: string,
  hardware: HardwareSummary,
): RowContradictsHash | undefined => {
  const place = { line, serialNumber }
  if (normalise(serialNumber) !== normalise(hardware.serialNumber))
    return new RowContradictsHash({
      ...place,
      column: "Device Serial Number",
      found: serialNumber,
      inHash: hardware.serialNumber,
    })
  return productId !== null &&
    PRODUCT_KEY_ID.test(productId) &&
    hardware.productKeyId !== null &&
    productId !== hardware.productKeyId
    ? new RowContradictsHash({
        ...place,
        column: "Windows Product ID",
        found: productId,
        inHash: hardware.productKeyId,
      })
    : undefined
}

const KEY_NAMES: Record<IdentityKey["kind"], string> = {
  ek: "TPM key",
  uuid: "SMBIOS UUID",
  smbios: "manufacturer, model and serial number",
  pkid: "product key id",
}

const keyText = ({ kind, value }: IdentityKey): string => `${kind} ${value}`

const onlyFirst = (
  checked: CheckedRow,
  seen: ReadonlyMap<string, number>,
): Result.Result<CheckedRow, RowDuplicated> => {
  const common = checked.keys.find((key) => seen.has(keyText(key)))
  const firstLine = common === undefined ? undefined : seen.get(keyText(common))
  if (common === undefined || firstLine === undefined) return Result.succeed(checked)
  const { line, serialNumber } = checked.row
  return Result.fail(new RowDuplicated({ line, serialNumber, firstLine, common: KEY_NAMES[common.kind] }))
}
