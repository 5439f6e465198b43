import type { FileText } from "#workflows/language"

/** Where the pages of findings are. */
export const findingsFolder = new URL("../../docs/findings/", import.meta.url)

/** The YAML blocks below a heading. The last one is the profile, the others are files that it builds on. */
export const filesBelow = (heading: string, page: string): ReadonlyArray<FileText> => {
  const section = page.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? ""
  const blocks = [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "")
  return blocks.map((text, index) => ({
    file: index === blocks.length - 1 ? "profile.yaml" : "base.yaml",
    text,
  }))
}
