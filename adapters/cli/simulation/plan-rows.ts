import { PLANS } from "#adapters/simulator"
import type { Column } from "../print/table.ts"

/** A plan as it is listed. */
interface PlanRow {
  readonly name: string
  /** Completes the sentence "A device that ...". */
  readonly says: string
  /** How often it is drawn in a mix, beside the others. */
  readonly share: number
}

/** What virtual devices can go through. */
export const planRows: ReadonlyArray<PlanRow> = PLANS.map(({ name, says, share }) => ({ name, says, share }))

/** The plans for people. */
export const PLAN_COLUMNS: ReadonlyArray<Column<PlanRow>> = [
  { title: "Plan", text: ({ name }) => name, narrow: "whole" },
  { title: "A device that", text: ({ says }) => says, narrow: "wrap" },
  { title: "Share in mix", text: ({ share }) => String(share), narrow: "whole" },
]
