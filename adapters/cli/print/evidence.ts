import type { Verdict } from "#domain/hardware"
import type { Column } from "./table.ts"

/** The evidence of a comparison of hardware for people. */
export const evidenceColumns: ReadonlyArray<Column<Verdict["evidence"][number]>> = [
  { title: "Component", text: ({ component }) => component, narrow: "whole" },
  { title: "Weight", text: ({ weight }) => String(weight), leave: 1 },
  { title: "Before", text: ({ before }) => before ?? "-", narrow: "wrap" },
  { title: "After", text: ({ after }) => after ?? "-", narrow: "wrap" },
  {
    title: "What it says",
    text: ({ says }) => says,
    narrow: "wrap",
    paint: ({ relation, weight }, style) =>
      relation === "equal" || weight === 0 ? style.faint : relation === "partly" ? style.warn : style.bad,
  },
]
