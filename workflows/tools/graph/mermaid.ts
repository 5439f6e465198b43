import type { Drawing, DrawnArrow, DrawnState } from "./drawing.ts"
import { placesOf } from "./leaves.ts"
import { INK, LIT, lookColours } from "./look.ts"

/** Mermaid has no escapes but entities. */
const text = (value: string): string =>
  `"${value.replaceAll("&", "&amp;").replaceAll('"', "#quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`

const titled = ({ notes, title }: DrawnState): string =>
  `${text([title, ...notes].join("\n")).replaceAll("\n", "<br/>")}`

type Ids = ReadonlyMap<string, string>

const classOf = ({ lit, look }: DrawnState): string => (lit === "now" ? "now" : look)

const stateLines = (ids: Ids, state: DrawnState): ReadonlyArray<string> => {
  const id = ids.get(state.path) ?? "anywhere"
  if (state.inside.length === 0) return [`${id}(${titled(state)}):::${classOf(state)}`]
  return [
    `subgraph ${id} [${titled(state)}]`,
    ...state.inside.flatMap((inner) => stateLines(ids, inner)).map((line) => `  ${line}`),
    "end",
  ]
}

const arrowLine = (ids: Ids, { from, isTimeout, says, to }: DrawnArrow): string => {
  const label = text(says.join("\n")).replaceAll("\n", "<br/>")
  const line = isTimeout ? `-. ${label} .->` : `-- ${label} -->`
  return `${ids.get(from) ?? "anywhere"} ${line} ${ids.get(to)}`
}

const classLines = Object.entries(lookColours).map(
  ([look, { fill, line }]) => `classDef ${look} fill:${fill},stroke:${line},color:#000`,
)

/** The arrows that were taken: Mermaid counts them in the order in which they are written. */
const litLines = ({ arrows, begins }: Drawing): ReadonlyArray<string> => {
  const lit = arrows.flatMap(({ isLit }, index) => (isLit ? [index + begins.length] : []))
  return lit.length === 0 ? [] : [`linkStyle ${lit.join(",")} stroke:${LIT},stroke-width:3px`]
}

/**
 * Writes a drawing as a Mermaid flow chart, which GitHub and many wikis draw.
 *
 * Source: https://mermaid.js.org/syntax/flowchart.html
 */
export const mermaid = (drawing: Drawing): string => {
  const ids: Ids = new Map([...placesOf(drawing).keys()].map((path, index) => [path, `s${index}`]))
  const fromAnywhere = drawing.arrows.some(({ from }) => from === "")
  const lines = [
    "begin(( ))",
    ...(fromAnywhere ? ['anywhere["wherever it is"]:::nowhere'] : []),
    ...drawing.states.flatMap((state) => stateLines(ids, state)),
    ...drawing.begins.map((path) => `begin --> ${ids.get(path)}`),
    ...drawing.arrows.map((arrow) => arrowLine(ids, arrow)),
    ...classLines,
    `classDef now fill:${INK.now},stroke:${LIT},stroke-width:4px,color:#000`,
    "classDef nowhere fill:none,stroke:none,color:#000",
    ...litLines(drawing),
  ]
  return `---\ntitle: ${JSON.stringify(drawing.title)}\n---\nflowchart TB\n${lines.map((line) => `  ${line}`).join("\n")}\n`
}
