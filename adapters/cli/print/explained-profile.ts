import type { ExplainedProfile } from "#workflows/tools"
import type { Screen } from "../output.ts"
import { styleOf } from "./colour.ts"
import { wrapped } from "./fit.ts"

const WIDTH = 100
/** A sentence as an item of a list, its further lines under its first. */
const item = (text: string, indent: number, columns: number): string =>
  `${" ".repeat(indent)}- ${wrapped(text, columns - indent - 2).join(`\n${" ".repeat(indent + 2)}`)}`

/** A profile in plain words, for reading. */
export const explainedText = (explained: ExplainedProfile, screen: Screen): string => {
  const style = styleOf(screen)
  const columns = Math.min(screen.columns ?? WIDTH, WIDTH)
  const section = (heading: string, says: ReadonlyArray<string>) =>
    says.length === 0 ? [] : ["", style.strong(heading), ...says.map((text) => item(text, 2, columns))]
  const { description, ends, name, page, title, way, whatBecomesOfIt, whoGetsIt } = explained
  return [
    `${style.strong(title)} ${style.faint(`(${name})`)}`,
    ...(description === "" ? [] : wrapped(description, columns)),
    ...section("Who gets it", whoGetsIt),
    ...section("What becomes of the device", whatBecomesOfIt),
    ...section("The Enrollment Status Page", page),
    ...(way.length === 0 ? [] : ["", style.strong("The way")]),
    ...way.flatMap(({ says, state, title: heading }, index) => [
      `  ${index + 1}. ${heading}${state === "" ? "" : ` ${style.faint(`(${state})`)}`}`,
      ...says.map((text) => item(text, 5, columns)),
    ]),
    ...section("How it can end", ends),
  ].join("\n")
}
