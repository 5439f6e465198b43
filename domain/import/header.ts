import { Result, Schema } from "effect"
import { shorten } from "./row.ts"

/** The columns of an import file, in their order; a file may end after the third, the fourth or the fifth. */
export const COLUMNS = [
  "Device Serial Number",
  "Windows Product ID",
  "Hardware Hash",
  "Group Tag",
  "Assigned User",
] as const

/** How many columns every file has. */
const REQUIRED = 3

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
        return "This is a file for Microsoft Partner Center, not for the owner's import."
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
  readonly remedy = `Write the first line exactly so, with or without the bracketed columns: ${SHAPE}`
  override get message(): string {
    return `${this.what} ${this.remedy}`
  }
}

const quote = (text: string | null): string => (text === null || text === "" ? "empty" : JSON.stringify(text))

/**
 * Checks the names in the first line; answers how many columns the file has. Names are compared as they are, so the
 * caller trims blanks first.
 *
 * Source: Microsoft Learn "Manually register devices with Windows Autopilot", ensure that the CSV file meets requirements.
 */
export const checkHeader = (names: ReadonlyArray<string>): Result.Result<number, WrongHeader> => {
  const whole = wholeProblem(names)
  if (whole !== undefined)
    return wrong({ problem: whole, column: 1, found: names[0] ?? null, expected: COLUMNS[0] })
  const at = Array.from({ length: Math.max(names.length, REQUIRED) }, (_, index) => index).find(
    (index) => names[index] !== COLUMNS[index],
  )
  if (at === undefined) return Result.succeed(names.length)
  const [found = null, expected = null] = [names[at], COLUMNS[at]]
  return wrong({ problem: columnProblem(names, at), column: at + 1, found, expected })
}

const wrong = (fields: ConstructorParameters<typeof WrongHeader>[0]) =>
  Result.fail(new WrongHeader({ ...fields, found: fields.found === null ? null : shorten(fields.found) }))

const PARTNER_COLUMNS = ["manufacturer name", "device model"]

/** What is wrong with the line as a whole. */
const wholeProblem = (names: ReadonlyArray<string>): WrongHeader["problem"] | undefined => {
  const line = names.join(",")
  if (line.includes('"')) return "quotation marks"
  if (names.length < REQUIRED && line.includes(";")) return "semicolons"
  if (names.length < REQUIRED && line.includes("\t")) return "tabs"
  if (names.some((name) => PARTNER_COLUMNS.includes(name.toLowerCase()))) return "partner file"
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
