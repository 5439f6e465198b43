import { Result, Schema } from "effect"
import { MAX_PARTNER_ROWS, MAX_ROWS, shorten } from "./row.ts"

/** The columns of an import file, in their order; a file may end after the third, the fourth or the fifth. */
const COLUMNS = [
  "Device Serial Number",
  "Windows Product ID",
  "Hardware Hash",
  "Group Tag",
  "Assigned User",
] as const

/** How many columns every file has. */
const REQUIRED = 3

/**
 * The columns of a partner's file, compared without case; the group tag is an addition of Flightlog's, for grants that
 * are for some tags only. Source: Microsoft Partner Center, "Upload a list of devices".
 */
const PARTNER_COLUMNS = [
  "Device Serial Number",
  "Windows Product ID",
  "Hardware Hash",
  "Manufacturer Name",
  "Device Model",
  "Group Tag",
] as const
const PARTNER_REQUIRED = 5

/** A column of either kind of file. */
export type ColumnName = (typeof COLUMNS)[number] | (typeof PARTNER_COLUMNS)[number]

/** What a header says of its file. */
export interface FileShape {
  readonly columns: ReadonlyArray<ColumnName>
  /** A partner's file may name devices without their hashes. */
  readonly isPartners: boolean
  readonly maxRows: number
}

const PARTNER_SHAPE = `${PARTNER_COLUMNS.slice(0, PARTNER_REQUIRED).join(",")}[,${PARTNER_COLUMNS[5]}]`
const SHAPE = `${COLUMNS.slice(0, REQUIRED).join(",")}[,${COLUMNS[3]}[,${COLUMNS[4]}]]`

/** The first line is not the header of an import file. */
export class WrongHeader extends Schema.TaggedError<WrongHeader>()("WrongHeader", {
  problem: Schema.Literals([
    "no header",
    "quotation marks",
    "semicolons",
    "tabs",
    "partner file",
    "case",
    "missing",
    "order",
    "extra",
    "unknown",
  ]),
  /** The first column that is wrong, counted from 1. */
  column: Schema.Int,
  found: Schema.NullOr(Schema.String),
  expected: Schema.NullOr(Schema.String),
}) {
  get what(): string {
    const place = `Column ${this.column} of the header`
    const found = quote(this.found)
    switch (this.problem) {
      case "no header":
        return "The file has no header: its first line is data already."
      case "quotation marks":
        return "The header is written in quotation marks; an import file has none."
      case "semicolons":
        return "The columns are separated by semicolons, as Excel writes them in some countries; an import file has commas."
      case "tabs":
        return "The columns are separated by tabs; an import file has commas."
      case "partner file":
        return "This is nearly the header of a partner's file, but not quite."
      case "extra":
        return `${place} is ${found}, which is one too many.`
      case "missing":
        return `${place} must be ${quote(this.expected)}, which is missing${this.found === null ? "" : ` (found ${found})`}.`
      case "case":
        return `${place} is ${found}; upper and lower case must be as in ${quote(this.expected)}.`
      case "order":
        return `${place} is ${found}; expected ${quote(this.expected)} there: the order of the columns is fixed.`
      default:
        return `${place} is ${found}; expected ${quote(this.expected)}.`
    }
  }
  get remedy(): string {
    const shape = this.problem === "partner file" ? PARTNER_SHAPE : SHAPE
    return `Write the first line exactly so, with or without the bracketed columns: ${shape}`
  }
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

const quote = (text: string | null): string => (text === null || text === "" ? "empty" : JSON.stringify(text))

const isPartners = (names: ReadonlyArray<string>): boolean =>
  names.length >= PARTNER_REQUIRED &&
  names.length <= PARTNER_COLUMNS.length &&
  names.every((name, index) => name.toLowerCase() === PARTNER_COLUMNS[index]?.toLowerCase())

/**
 * Checks the names in the first line; answers which columns the file has. An owner's are compared as they are, so the
 * caller trims blanks first.
 *
 * Source: Microsoft Learn "Manually register devices with Windows Autopilot", ensure that the CSV file meets requirements.
 */
export const checkHeader = (names: ReadonlyArray<string>): Result.Result<FileShape, WrongHeader> => {
  if (isPartners(names))
    return Result.succeed({
      columns: PARTNER_COLUMNS.slice(0, names.length),
      isPartners: true,
      maxRows: MAX_PARTNER_ROWS,
    })
  const whole = wholeProblem(names)
  if (whole !== undefined)
    return wrong({ problem: whole, column: 1, found: names[0] ?? null, expected: COLUMNS[0] })
  const at = Array.from({ length: Math.max(names.length, REQUIRED) }, (_, index) => index).find(
    (index) => names[index] !== COLUMNS[index],
  )
  if (at === undefined)
    return Result.succeed({
      columns: COLUMNS.slice(0, names.length),
      isPartners: false,
      maxRows: MAX_ROWS,
    })
  const [found = null, expected = null] = [names[at], COLUMNS[at]]
  return wrong({ problem: columnProblem(names, at), column: at + 1, found, expected })
}

const wrong = (fields: ConstructorParameters<typeof WrongHeader>[0]) =>
  Result.fail(new WrongHeader({ ...fields, found: fields.found === null ? null : shorten(fields.found) }))

const OF_PARTNERS = ["manufacturer name", "device model"]

/** What is wrong with the line as a whole. */
const wholeProblem = (names: ReadonlyArray<string>): WrongHeader["problem"] | undefined => {
  const line = names.join(",")
  if (line.includes('"')) return "quotation marks"
  if (names.length < REQUIRED && line.includes(";")) return "semicolons"
  if (names.length < REQUIRED && line.includes("\t")) return "tabs"
  if (names.some((name) => OF_PARTNERS.includes(name.toLowerCase()))) return "partner file"
  return names.some((name) => /^T0[E-H]/.test(name) && name.length > 200) ? "no header" : undefined
}

/** What is wrong with the first column that is not as expected. */
const columnProblem = (names: ReadonlyArray<string>, at: number): WrongHeader["problem"] => {
  const [found, expected] = [names[at], COLUMNS[at]]
  if (expected === undefined || (found === "" && at >= REQUIRED)) return "extra"
  if (found === undefined) return "missing"
  if (found.toLowerCase() === expected.toLowerCase()) return "case"
  const isKnown = COLUMNS.some((column) => column === found)
  if (isKnown) return names.includes(expected) ? "order" : "missing"
  return at >= REQUIRED ? "extra" : "unknown"
}
