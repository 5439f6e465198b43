import type { Column } from "../print/table.ts"
import type { Outcome } from "./simulation.ts"

/** What is told of each device in the end. */
export const COLUMNS: ReadonlyArray<Column<Outcome>> = [
  { title: "Serial number", text: ({ device }) => device, narrow: "whole" },
  { title: "Plan", text: ({ plan }) => plan },
  { title: "Profile", text: ({ profile }) => profile ?? "-" },
  {
    title: "Run",
    text: ({ ended }) => ended,
    paint: ({ ended }, style) => (ended === "done" ? style.good : style.warn),
  },
  { title: "Stopped by", text: ({ stopped }) => stopped?.what ?? "-" },
]

/** How many runs ended how, in a line. */
export const summary = (outcomes: ReadonlyArray<Outcome>): string => {
  const count = (ended: Outcome["ended"]) => outcomes.filter((outcome) => outcome.ended === ended).length
  const rest = (["left waiting", "stopped"] as const)
    .filter((ended) => count(ended) > 0)
    .map((ended) => `, ${count(ended)} ${ended === "stopped" ? "were stopped" : "are left waiting"}`)
  return `${count("done")} of ${outcomes.length} devices went through their plan${rest.join("")}.`
}
