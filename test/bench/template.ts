/** A text with slots: stretches as they are, and the numbers of the slots between them. */
export type Template = ReadonlyArray<string | number>

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Cuts a text at each occurrence of the texts that are to be others in every copy. */
export const templateOf = (text: string, slots: ReadonlyArray<string>): Template => {
  if (slots.length === 0) return [text]
  const longestFirst = slots.filter((slot) => slot !== "").toSorted((a, b) => b.length - a.length)
  const slotOf = new Map(slots.map((slot, index) => [slot, index]))
  const any = new RegExp(`(${longestFirst.map(escaped).join("|")})`)
  return text.split(any).map((part, index) => (index % 2 === 1 ? (slotOf.get(part) ?? part) : part))
}

/** A copy of the text with these values in its slots. */
export const fill = (template: Template, values: ReadonlyArray<string>): string => {
  let text = ""
  for (const part of template) text += typeof part === "number" ? values[part] : part
  return text
}
