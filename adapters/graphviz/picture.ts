import { Graphviz } from "@hpcc-js/wasm-graphviz"
import { Effect } from "effect"
import { type Drawing, dot, mermaid } from "#workflows/tools"

/** How a drawing may be written: SVG for people, Mermaid for wikis and pull requests, DOT for Graphviz. */
export const PICTURE_FORMATS = ["svg", "mermaid", "dot"] as const
export type PictureFormat = (typeof PICTURE_FORMATS)[number]

/** Graphviz itself, compiled to WebAssembly; it is loaded when the first picture is asked for. */
const loaded = Effect.runSync(Effect.cached(Effect.promise(() => Graphviz.load())))

/** Writes a drawing in one of the formats. SVG is laid out in this process. */
export const picture = (drawing: Drawing, format: PictureFormat): Effect.Effect<string> => {
  if (format === "mermaid") return Effect.succeed(mermaid(drawing))
  if (format === "dot") return Effect.succeed(dot(drawing))
  return Effect.map(loaded, (graphviz) => graphviz.layout(dot(drawing), "svg", "dot"))
}
