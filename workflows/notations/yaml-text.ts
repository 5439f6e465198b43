import { stringify } from "yaml"
import type { NotShared } from "./not-shared.ts"

/** The name that a profile is given for what people call it: `Sales laptops (EMEA)` becomes `sales-laptops-emea`. */
export const nameFor = (title: string): string => {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
  const name = words.join("-")
  return /^[a-z]/.test(name) ? name : `profile${name === "" ? "" : `-${name}`}`
}

/** A document of the profile language as a file; what does not go over stands in comments at its head. */
export const yamlText = (document: object, notShared: ReadonlyArray<NotShared>): string => {
  const comments = notShared.map(({ property, value, why }) =>
    `# Not taken over: ${property} ${JSON.stringify(value)}. ${why}`.replace(/\s+/g, " "),
  )
  const head = comments.length === 0 ? "" : `${comments.join("\n")}\n`
  return head + stringify(document, { lineWidth: 110, aliasDuplicateObjects: false })
}
