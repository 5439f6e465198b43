import type { YAMLParseError } from "yaml"
import type { Check } from "../finding.ts"

/** The text is not YAML. Only the first such mistake is told: what follows it cannot be trusted. */
export const yamlSyntax: Check = { code: "FL001", severity: "error", title: "The file is not valid YAML" }

/** What the YAML reader's own codes mean to somebody who edits a profile. */
const MEANINGS: { readonly [code: string]: string } = {
  TAB_AS_INDENT:
    "A line is indented with a tab. YAML allows only blanks: replace the tab with two blanks for each level.",
  BAD_INDENT:
    "A line is indented differently from its neighbours. Give keys of one mapping the same number of blanks.",
  MISSING_CHAR:
    'A character is missing here, usually a closing quotation mark or bracket, or the ":" after a key.',
  MULTIPLE_DOCS: 'The file holds several documents, separated by "---". Keep one profile in each file.',
  UNEXPECTED_TOKEN:
    "Something stands here that does not belong. Put text with special characters in quotation marks.",
  BLOCK_AS_IMPLICIT_KEY: "A mapping begins in the middle of a line. Put the inner key on a line of its own.",
  MULTILINE_IMPLICIT_KEY:
    'A key runs over several lines. Is a ":" or a quotation mark missing in the line above?',
  KEY_OVER_1024_CHARS: "A key has more than 1024 characters. Is a quotation mark missing?",
  BAD_SCALAR_START:
    'A plain text cannot begin with this character. Put the text in quotation marks, as in "%SERIAL%".',
}

/** The reader has one code for this and for wrong indentation; only its words tell which. */
const UNCLOSED = /^Flow (map|sequence) in block collection .* end with a (.)/

const unclosed = ({ message }: YAMLParseError): string | undefined => {
  const [, kind, end] = UNCLOSED.exec(message) ?? []
  if (end === undefined) return undefined
  const begun = kind === "map" ? 'The mapping that begins with "{"' : 'The list that begins with "["'
  return `${begun} is not closed before this place: add "${end}", or indent it further than the key it belongs to.`
}

/** What a quotation mark that is never closed comes to. */
export const UNCLOSED_QUOTE =
  "Invalid YAML: The quotation mark that opens here is never closed. Add the closing one."

/** A value such as `!event.licensed`: YAML takes what follows the mark for the name of a type. */
export const TAGGED =
  'Invalid YAML: A value that begins with "!" is a tag in YAML, no text. Put it in quotation marks, as in "!event.licensed".'

/** A YAML mistake in words. */
export const explain = (error: YAMLParseError): string =>
  `Invalid YAML: ${unclosed(error) ?? MEANINGS[error.code] ?? `${error.message.split("\n")[0]}.`}`
