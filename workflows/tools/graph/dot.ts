import type { Drawing, DrawnArrow, DrawnState } from "./drawing.ts"
import { leavesOf, placesOf } from "./leaves.ts"
import { INK, LIT, lookColours } from "./look.ts"
import { wrapped } from "./wrapped.ts"

const text = (value: string): string => JSON.stringify(value).replaceAll("\\n", "\\l")

const markup = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

const TITLE_WIDTH = 34
const NOTE_WIDTH = 44

const titled = ({ notes, title }: DrawnState): string => {
  const heading = wrapped(title, TITLE_WIDTH).map((line) => `<font point-size="12">${markup(line)}</font>`)
  const small = notes
    .flatMap((note) => wrapped(note, NOTE_WIDTH))
    .map((line) => `<font point-size="9" color="${INK.faint}">${markup(line)}</font>`)
  return `<${[...heading, ...small].join("<br/>")}>`
}

const attributes = (all: { readonly [name: string]: string }): string =>
  Object.entries(all)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ")

const nodeLine = (state: DrawnState): string => {
  const { fill, line } = lookColours[state.look]
  const isEnd = state.look !== "waits" && state.look !== "page" && state.look !== "rests"
  const lit =
    state.lit === null
      ? {}
      : {
          penwidth: state.lit === "now" ? "4" : "2.5",
          color: text(LIT),
          fillcolor: text(state.lit === "now" ? INK.now : fill),
        }
  return `${text(state.path)} [${attributes({
    label: titled(state),
    fillcolor: text(fill),
    color: text(line),
    ...(isEnd ? { peripheries: "2" } : {}),
    ...lit,
    tooltip: text(state.path),
  })}]`
}

const frameLines = (state: DrawnState): ReadonlyArray<string> => [
  `subgraph ${text(`cluster ${state.path}`)} {`,
  `  label=${titled(state)}; fontsize=12; style="rounded${state.sideBySide ? ",dashed" : ""}"; color=${text(state.lit === null ? INK.frame : LIT)}; margin=14`,
  ...state.inside.flatMap(stateLines).map((line) => `  ${line}`),
  "}",
]

const stateLines = (state: DrawnState): ReadonlyArray<string> =>
  state.inside.length === 0 ? [nodeLine(state)] : frameLines(state)

const ANYWHERE = "wherever it is"

/** An arrow to or from a frame ends at its border: Graphviz wants a state inside and the frame's name. */
const arrowLine = (drawing: Drawing, arrow: DrawnArrow): string => {
  const places = placesOf(drawing)
  const [from, to] = [places.get(arrow.from), places.get(arrow.to)]
  const colour = arrow.isLit ? LIT : arrow.isTimeout ? INK.timeout : INK.line
  const ends = {
    ...(from !== undefined && from.inside.length > 0 ? { ltail: text(`cluster ${from.path}`) } : {}),
    ...(to !== undefined && to.inside.length > 0 ? { lhead: text(`cluster ${to.path}`) } : {}),
  }
  const [tail = ANYWHERE] = from === undefined ? [] : leavesOf(from)
  const [head = arrow.to] = to === undefined ? [] : leavesOf(to)
  return `${text(tail)} -> ${text(head)} [${attributes({
    label: text(`${arrow.says.join("\n")}\n`),
    color: text(colour),
    fontcolor: text(colour),
    ...(arrow.isTimeout ? { style: '"dashed"' } : {}),
    ...(arrow.isLit ? { penwidth: "3" } : {}),
    ...ends,
  })}]`
}

/**
 * Writes a drawing in the language of Graphviz.
 *
 * Source: https://graphviz.org/doc/info/lang.html
 */
export const dot = (drawing: Drawing): string => {
  const fromAnywhere = drawing.arrows.some(({ from }) => from === "")
  const lines = [
    `label=${text(drawing.title)}; labelloc=t; fontsize=18; fontname="Helvetica"; compound=true; rankdir=TB; bgcolor="white"; nodesep=0.35; ranksep=0.5`,
    // Fonts of other machines are wider than those that Graphviz reckons with.
    'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.3,0.08"]',
    'edge [fontname="Helvetica", fontsize=9]',
    `"begin" [shape=circle, label="", width=0.18, fillcolor=${text(INK.line)}, color=${text(INK.line)}]`,
    ...(fromAnywhere ? [`${text(ANYWHERE)} [shape=plaintext, style="", fontsize=10, margin=0]`] : []),
    ...drawing.states.flatMap(stateLines),
    ...drawing.begins.map((path) => `"begin" -> ${text(path)}`),
    ...drawing.arrows.map((arrow) => arrowLine(drawing, arrow)),
  ]
  return `digraph {\n${lines.map((line) => `  ${line}`).join("\n")}\n}\n`
}
