import type { Screen } from "../output.ts"
import { styleOf } from "./colour.ts"

/** A label and its value, or several values below each other; what is null is left out. */
export type Field = readonly [label: string, value: string | null | ReadonlyArray<string>]

const CONTROL = /\p{Cc}/gu

/** Prints labelled values below each other, the values in one column. */
export const fields = (all: ReadonlyArray<Field>, screen: Pick<Screen, "colour">): string => {
  const style = styleOf(screen)
  const present = all.flatMap(([label, value]): ReadonlyArray<readonly [string, ReadonlyArray<string>]> => {
    const values = value === null ? [] : typeof value === "string" ? [value] : value
    return values.length === 0 ? [] : [[label, values]]
  })
  const width = Math.max(0, ...present.map(([label]) => label.length)) + 2
  return present
    .flatMap(([label, values]) =>
      values.map((value, index) => {
        const head = index === 0 ? label : ""
        return `${style.faint(head)}${" ".repeat(width - head.length)}${value.replace(CONTROL, "\u{FFFD}")}`
      }),
    )
    .join("\n")
}
