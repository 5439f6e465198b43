import type { ModelCheck } from "./defect.ts"

/** A workflow that is too large to be explored whole: what was not looked at is not proved. */
export const tooLarge: ModelCheck = {
  code: "FL086",
  severity: "warning",
  title: "A workflow is too large to be explored whole",
  *run({ complete, draft, explored }) {
    if (complete) return
    yield {
      at: draft.home,
      message: `"${draft.name}" has more than can be explored: only the first ${explored.places.length} moments were looked at. Ask for fewer values in conditions, or run fewer states side by side.`,
      course: null,
    }
  },
}
