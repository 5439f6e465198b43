import type { State, Workflow } from "./model.ts"

/** The state of a base that a state of the same name was meant to change, though it stands somewhere else. */
export const meantToChange = (state: State, { states }: Workflow): State | undefined =>
  states.find(
    ({ key, name, parent }) =>
      name === state.name && parent !== state.parent && key.source !== state.key.source,
  )
