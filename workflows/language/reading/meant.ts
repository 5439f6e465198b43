import { suggest } from "../suggest.ts"

/** What was probably meant by a value that its key does not take, as text for the file. */
type Correction = (written: string | number | boolean) => string | undefined

const UNITS: ReadonlyArray<readonly [words: RegExp, minutes: number]> = [
  [/^s(ec(ond)?s?)?$/i, 1 / 60],
  [/^(m(in(ute)?s?)?)?$/i, 1],
  [/^h((ou)?rs?)?$/i, 60],
  [/^d(ays?)?$/i, 24 * 60],
]

/** Intune counts time-outs in minutes, and so does who writes a bare number. */
const duration: Correction = (written) => {
  const [, amount = "", unit = ""] = /^\s*(\d{1,5}(?:\.\d{1,3})?)\s*([a-z]*)\s*$/i.exec(String(written)) ?? []
  const minutes = UNITS.find(([words]) => words.test(unit))?.[1]
  if (amount === "" || minutes === undefined || Number(amount) === 0) return undefined
  const seconds = Math.round(Number(amount) * minutes * 60)
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}

const words = (written: string | number | boolean): ReadonlyArray<string> =>
  String(written)
    .normalize("NFKD")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")

const slug: Correction = (written) => {
  const name = words(written).join("-").toLowerCase()
  return /^[a-z]/.test(name) ? name : undefined
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const signal: Correction = (written) => {
  const name = words(written).map(capitalised).join("")
  return /^[A-Z].+/.test(name) ? name : undefined
}

const locale: Correction = (written) => {
  const [language = "", region = ""] = words(written)
  return /^[a-z]{2,3}$/i.test(language) && /^[a-z]{2}$/i.test(region)
    ? `${language.toLowerCase()}-${region.toUpperCase()}`
    : undefined
}

const TRUTHS: ReadonlyMap<string, string> = new Map([
  ["yes", "true"],
  ["on", "true"],
  ["true", "true"],
  ["no", "false"],
  ["off", "false"],
  ["false", "false"],
])

/** By how the form is called that a key takes: the beginning of what the finding says is expected. */
const FORMS: ReadonlyArray<readonly [expected: string, correction: Correction]> = [
  ["a duration", duration],
  ["a name in small letters", slug],
  ["a name such as", signal],
  ["a language tag", locale],
]

/** What a text was probably meant to be: the nearest of the choices, or the same in the form that is expected. */
export const meantBy = (
  written: unknown,
  { choices, expected }: { readonly choices: ReadonlyArray<string>; readonly expected: string },
): string | undefined => {
  if (typeof written !== "string" && typeof written !== "number") return undefined
  const near = typeof written === "string" ? suggest(written, choices) : undefined
  return near ?? FORMS.find(([form]) => expected.startsWith(form))?.[1](written)
}

/** How to write what a value was meant to be where that is no text: a list, true or false, a number. */
export const writtenAs = (written: unknown, expected: string): string | undefined => {
  if (typeof written === "number" && expected.startsWith("a code"))
    return `Write "${written > 99_999 ? `0x${written.toString(16).toUpperCase().padStart(8, "0")}` : written}".`
  if (typeof written !== "string") return undefined
  const plain = TRUTHS.get(written.toLowerCase())
  if (expected === "true or false" && plain !== undefined) return `Write ${plain}, without quotation marks.`
  if (expected.includes("a number") && /^\d+$/.test(written)) return "Write it without quotation marks."
  return expected.startsWith("a list") ? `Write it as a list: [${written}].` : undefined
}

/** What other tools call the keys of this language. */
const SYNONYMS: ReadonlyMap<string, ReadonlyArray<string>> = new Map([
  ["apiversion", ["dsl"]],
  ["version", ["dsl"]],
  ["type", ["kind", "type"]],
  ["base", ["extends"]],
  ["inherits", ["extends"]],
  ["parent", ["extends"]],
  ["label", ["title"]],
  ["displayname", ["title"]],
  ["steps", ["states", "workflow"]],
  ["stages", ["states"]],
  ["if", ["when"]],
  ["guard", ["when"]],
  ["cond", ["when"]],
  ["condition", ["when", "where"]],
  ["filter", ["where"]],
  ["target", ["to"]],
  ["goto", ["to"]],
  ["next", ["to"]],
  ["then", ["to"]],
  ["do", ["emit"]],
  ["actions", ["emit"]],
  ["raise", ["emit"]],
  ["entry", ["emit"]],
  ["after", ["timeout"]],
  ["delay", ["timeout", "after"]],
  ["duration", ["timeout", "after"]],
  ["seconds", ["after"]],
  ["minutes", ["after"]],
  ["events", ["on"]],
  ["transitions", ["on"]],
  ["ignore", ["accept"]],
  ["ondone", ["done"]],
  ["end", ["final"]],
  ["outcome", ["final", "outcome"]],
  ["description", ["title"]],
  ["tags", ["groupTags"]],
  ["message", ["reason"]],
])

/** The key that was probably meant: a similar one, or what others call so. */
export const keyMeant = (written: string, keys: ReadonlyArray<string>): string | undefined =>
  suggest(written, keys) ?? SYNONYMS.get(written.toLowerCase())?.find((key) => keys.includes(key))
