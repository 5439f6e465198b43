import type { Problem } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { nodeAt } from "../source.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

/** Windows takes no longer name. Source: Intune, deployment profile, "Apply device name template". */
const MAX_LENGTH = 15

const MACRO = /%([^%]*)%/g
const RANDOM = /^RAND:([1-9][0-9]?)$/

/** The characters a macro takes at least; undefined for what is no macro. A serial number has at least one. */
const lengthOf = (macro: string): number | undefined =>
  macro === "SERIAL" ? 1 : RANDOM.test(macro) ? Number(RANDOM.exec(macro)?.[1]) : undefined

const macroMistake = (macro: string): string | undefined => {
  if (lengthOf(macro) !== undefined) return undefined
  const upper = macro.toUpperCase()
  return lengthOf(upper) === undefined
    ? `%${macro}% is no macro. Expected %SERIAL% or %RAND:x%, where x is a number of digits.`
    : `%${macro}% must be written in capitals: %${upper}%.`
}

const textMistake = (template: string): string | undefined => {
  const macros = [...template.matchAll(MACRO)].map((match) => match[1] ?? "")
  const fixed = template.replace(MACRO, "")
  const length = fixed.length + macros.reduce((sum, macro) => sum + (lengthOf(macro) ?? 0), 0)
  if (/\s/.test(fixed)) return "it has blanks. Use hyphens."
  if (!/^[A-Za-z0-9-]*$/.test(fixed))
    return "it has other characters than letters, digits and hyphens. Take them away."
  if (length > MAX_LENGTH)
    return `it has ${length} characters${macros.includes("SERIAL") ? " or more" : ""} once expanded, but a name has at most ${MAX_LENGTH}. Shorten it.`
  const onlyDigits = /^[0-9]*$/.test(fixed) && !macros.includes("SERIAL")
  return onlyDigits ? "it gives names of digits only, which Windows refuses. Add a letter." : undefined
}

/** A name that Windows refuses fails the deployment; macros must be upper-case. */
export const nameTemplate: Rule = {
  code: "FL050",
  severity: "error",
  title: "A device's name would be refused",
  *run({ root }: Subject): Iterable<Problem> {
    const node = nodeAt(root, ["device", "nameTemplate"])
    if (node?.kind !== "scalar" || typeof node.value !== "string") return
    const template = node.value
    const macro = [...template.matchAll(MACRO)].flatMap((match) => macroMistake(match[1] ?? "") ?? [])[0]
    const mistake = macro ?? textMistake(template)
    if (mistake !== undefined)
      yield { at: node.span, message: `The name template ${quoted(template)} cannot be used: ${mistake}` }
  },
}
