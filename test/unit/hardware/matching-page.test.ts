import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { THRESHOLDS, VERDICT_SAYS, WEIGHTS } from "#domain/hardware"
import { REPAIRS } from "../../support/repairs.ts"

const PAGE = new URL("../../../docs/hardware-matching.md", import.meta.url).pathname

/** A table as the formatter writes it: every column as wide as its widest cell. */
const tableOf = (titles: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string | number>>) => {
  const cells = [titles, ...rows.map((row) => row.map(String))]
  const widths = titles.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: ReadonlyArray<string>) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n")
}

const SECTIONS: { readonly [name: string]: string } = {
  verdicts: tableOf(
    ["verdict", "means"],
    Object.entries(VERDICT_SAYS).map(([verdict, says]) => [`\`${verdict}\``, says]),
  ),
  weights: tableOf(
    ["component", "role", "weight", "why"],
    Object.entries(WEIGHTS).map(([name, { role, weight, why }]) => [`\`${name}\``, role, weight, why]),
  ),
  thresholds: tableOf(
    ["threshold", "value", "why"],
    Object.entries(THRESHOLDS).map(([name, { value, why }]) => [`\`${name}\``, value, why]),
  ),
  repairs: tableOf(
    ["changed", "guidance", "verdict", "score", "what differs"],
    REPAIRS.map(({ change, changes, guidance, score, verdict }) => [
      change,
      guidance,
      `\`${verdict}\``,
      score,
      Object.keys(changes).join(", ") || "nothing",
    ]),
  ),
}

test("docs/hardware-matching.md shows every verdict, weight, threshold and repair (vitest -u writes it)", async () => {
  const written = Object.entries(SECTIONS).reduce(
    (page, [name, table]) =>
      page.replace(
        new RegExp(`<!-- ${name} -->[\\s\\S]*<!-- /${name} -->`),
        () => `<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->`,
      ),
    readFileSync(PAGE, "utf8"),
  )
  for (const name of Object.keys(SECTIONS)) expect(written).toContain(`<!-- /${name} -->`)
  await expect(written).toMatchFileSnapshot(PAGE)
})
