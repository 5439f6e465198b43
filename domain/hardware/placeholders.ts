/** A value that firmware carries where nobody wrote a real one. It identifies no device. */
interface Placeholder {
  readonly field: "text" | "serial" | "uuid" | "mac" | "productKeyId"
  /** Matches the normalised value: upper case, single blanks. */
  readonly matches: RegExp
  readonly reason: string
}

/** Every value that yields no identity, with the reason. `text` holds for serial numbers too. */
export const PLACEHOLDERS: ReadonlyArray<Placeholder> = [
  { field: "text", matches: /^$/, reason: "empty" },
  { field: "text", matches: /^TO BE FILLED BY O\.?E\.?M\.?$/, reason: "AMI firmware that no OEM completed" },
  { field: "text", matches: /^DEFAULT STRING$/, reason: "AMI firmware that no OEM completed" },
  {
    field: "text",
    matches: /^SYSTEM (SERIAL NUMBER|MANUFACTURER|PRODUCT NAME|NAME|VERSION)$/,
    reason: "the field's own name, as boards sold alone carry it",
  },
  {
    field: "text",
    matches: /^(BASE BOARD|CHASSIS|BOARD) SERIAL NUMBER$/,
    reason: "the name of another field",
  },
  {
    field: "text",
    matches: /^(NONE|NULL|NIL|EMPTY|BLANK|UNDEFINED|UNKNOWN|INVALID|TBD|SAMPLE)$/,
    reason: "a word for nothing",
  },
  {
    field: "text",
    matches: /^NOT (SPECIFIED|APPLICABLE|AVAILABLE|PRESENT|SETTABLE|DEFINED)$/,
    reason: "a phrase for nothing",
  },
  { field: "text", matches: /^N\/?A$/, reason: "a word for nothing" },
  {
    field: "text",
    matches: /^(O\.?E\.?M\.?|SERIAL|SERIAL NUMBER|SERNO|PRODUCT NAME|MODEL|MANUFACTURER)$/,
    reason: "the field's own name",
  },
  { field: "text", matches: /^[0 ]+$/, reason: "zeros only" },
  { field: "text", matches: /^[-._*?# ]+$/, reason: "punctuation only" },
  { field: "serial", matches: /^(.)\1*$/, reason: "one character over and over" },
  { field: "serial", matches: /^0?123456789(0|ABCDEF)?$/, reason: "digits in a row" },
  { field: "uuid", matches: /^(..)(\1|-)*$/, reason: "one byte over and over: all zeros or all ones" },
  {
    field: "uuid",
    matches: /^03000200-0400-0500-0006-000700080009$/,
    reason: "AMI's sample, on many boards sold alone",
  },
  {
    field: "uuid",
    matches: /^00020003-0004-0005-0006-000700080009$/,
    reason: "AMI's sample, in the other byte order",
  },
  { field: "uuid", matches: /^12345678-1234-5678-90AB-CDDEEFAABBCC$/, reason: "digits in a row" },
  {
    field: "uuid",
    matches: /^4C4C4544-0000-2010-8020-80C04F202020$/,
    reason: "Dell firmware with a blank service tag",
  },
  { field: "mac", matches: /^(..)(\1|-)*$/, reason: "one byte over and over" },
  { field: "mac", matches: /^02-00-4C-4F-4F-50$/, reason: "the Microsoft loopback adapter" },
  { field: "productKeyId", matches: /^(?!\d{13}$)/, reason: "a product key id has 13 digits" },
  { field: "productKeyId", matches: /^(\d)\1*$/, reason: "one digit over and over" },
]

/** A text as it is compared: without case, in single blanks, in Unicode's compatibility form. */
export const normalise = (text: string): string =>
  text.normalize("NFKC").replace(/\s+/g, " ").trim().toUpperCase()

const placeholdersOf = (...fields: ReadonlyArray<Placeholder["field"]>): ReadonlyArray<Placeholder> =>
  PLACEHOLDERS.filter(({ field }) => fields.includes(field))

const BY_FIELD: { readonly [Field in Placeholder["field"]]: ReadonlyArray<Placeholder> } = {
  text: placeholdersOf("text"),
  serial: placeholdersOf("serial", "text"),
  uuid: placeholdersOf("uuid"),
  mac: placeholdersOf("mac"),
  productKeyId: placeholdersOf("productKeyId"),
}

const matching = (field: Placeholder["field"], normalised: string): Placeholder | undefined =>
  BY_FIELD[field].find(({ matches }) => matches.test(normalised))

/** Why a value identifies no device, or undefined where it may. */
export const placeholderReason = (field: Placeholder["field"], value: string): string | undefined =>
  matching(field, normalise(value))?.reason

/** The normalised value, or null where it is missing or a placeholder. */
export const real = (field: Placeholder["field"], value: string | null): string | null => {
  if (value === null) return null
  const normalised = normalise(value)
  return matching(field, normalised) === undefined ? normalised : null
}
