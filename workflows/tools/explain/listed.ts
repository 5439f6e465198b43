/** Words in a row: `a, b or c`. */
export const listed = (values: ReadonlyArray<string>, joint: "and" | "or" = "or"): string =>
  values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} ${joint} ${values.at(-1)}`

/** Names in quotation marks, in a row. */
export const quoted = (values: ReadonlyArray<string>, joint: "and" | "or" = "or"): string =>
  listed(
    values.map((value) => JSON.stringify(value)),
    joint,
  )
