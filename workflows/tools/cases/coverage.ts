import type { Draft, Finding } from "#workflows/language"
import { oneOf, suggest } from "#workflows/language"
import { type PlacedTransition, writtenPath } from "../chart/transitions.ts"
import { explore } from "../check/explore.ts"
import { reachedIn } from "../check/reached.ts"
import { type Stage, stageOf } from "../rehearsal/stage.ts"
import type { Trace } from "../simulate/trace.ts"
import type { Coverage, Covered } from "./report.ts"
import { type Claim, mistake } from "./suite.ts"

/** What there is to be covered. */
interface Written {
  readonly states: ReadonlyArray<string>
  readonly transitions: ReadonlyArray<PlacedTransition>
}

const isAt = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`)

const writtenIn = (draft: Draft, stage: Stage): Written => ({
  states: draft.states.map(({ path }) => path).filter((path) => path !== ""),
  transitions: stage.transitions.filter(({ generated }) => !generated),
})

/** What cannot be reached: by what is claimed, or by the exploration. */
interface Beyond {
  readonly states: ReadonlySet<string>
  readonly transitions: ReadonlySet<string>
}

/** Everything that a claim is about: a state means what is inside it, and the ways into it and out of it. */
const claimed = ({ states = [], transitions = [] }: Claim, written: Written, stage: Stage): Beyond => {
  const isClaimed = (path: string): boolean => states.some((state) => isAt(path, state))
  const ways = written.transitions.filter(
    ({ id, state, to }) =>
      transitions.includes(id) ||
      isClaimed(state) ||
      (to !== null && isClaimed(writtenPath(stage.chart, to))),
  )
  return {
    states: new Set(written.states.filter(isClaimed)),
    transitions: new Set(ways.map(({ id }) => id)),
  }
}

/** What no device comes to; nothing counts as such where not everything was looked at. */
const exploredBeyond = (written: Written, stage: Stage): Beyond => {
  const explored = explore(stage)
  if (!explored.complete) return { states: new Set(), transitions: new Set() }
  const reached = new Set([...reachedIn(explored)].map((path) => writtenPath(stage.chart, path)))
  return {
    states: new Set(written.states.filter((path) => !reached.has(path))),
    transitions: new Set(written.transitions.map(({ id }) => id).filter((id) => !explored.taken.has(id))),
  }
}

const KINDS = ["states", "transitions"] as const

const namesIn = (claim: Claim, written: Written, file: string): ReadonlyArray<Finding> =>
  claim.cases.file !== file
    ? []
    : KINDS.flatMap((kind) => {
        const known = kind === "states" ? written.states : written.transitions.map(({ id }) => id)
        return (claim[kind] ?? []).flatMap((name, place) =>
          known.includes(name)
            ? []
            : [
                mistake(
                  claim.cases,
                  ["unreachable", claim.index, kind, place],
                  `${JSON.stringify(name)} is none of the ${kind} of the profile. Expected ${oneOf(known)}.`,
                  suggest(name, known),
                ),
              ],
        )
      })

/** What a claim says of this very file that is not so. Of another profile an included claim may well be wrong. */
const refuted = (claim: Claim, about: Beyond, beyond: Beyond, file: string): ReadonlyArray<Finding> => {
  if (claim.cases.file !== file) return []
  const wrong = KINDS.flatMap((kind) => [...about[kind]].filter((name) => !beyond[kind].has(name)))
  if (wrong.length === 0) return []
  const said = `Said to be unreachable because ${claim.reason}, but not proved: ${oneOf(wrong)}. Write a case for it, or say only what cannot be reached.`
  return [mistake(claim.cases, ["unreachable", claim.index], said)]
}

/** What claims come to once they are checked. */
interface Proved {
  readonly findings: ReadonlyArray<Finding>
  readonly beyond: Beyond
}

const proved = (claims: ReadonlyArray<Claim>, written: Written, stage: Stage, file: string): Proved => {
  const unknown = claims.flatMap((claim) => namesIn(claim, written, file))
  const nothing: Beyond = { states: new Set(), transitions: new Set() }
  if (claims.length === 0 || unknown.length > 0) return { findings: unknown, beyond: nothing }
  const beyond = exploredBeyond(written, stage)
  const all = claims.map((claim) => ({ claim, about: claimed(claim, written, stage) }))
  const said = (kind: (typeof KINDS)[number]) =>
    new Set(all.flatMap(({ about }) => [...about[kind]].filter((name) => beyond[kind].has(name))))
  return {
    findings: all.flatMap(({ about, claim }) => refuted(claim, about, beyond, file)),
    beyond: { states: said("states"), transitions: said("transitions") },
  }
}

const coveredOf = (
  all: ReadonlyArray<string>,
  seen: ReadonlySet<string>,
  beyond: ReadonlySet<string>,
): Covered => {
  const due = all.filter((name) => !beyond.has(name))
  const uncovered = due.filter((name) => !seen.has(name))
  const covered = due.length - uncovered.length
  return {
    total: due.length,
    covered,
    percent: due.length === 0 ? 100 : Math.floor((100 * covered) / due.length),
    uncovered,
    unreachable: all.filter((name) => beyond.has(name)),
  }
}

const seenIn = (traces: ReadonlyArray<Trace>, written: Written, stage: Stage) => {
  const transitions = new Set(
    traces.flatMap(({ began, steps }) => [...began.took, ...steps.flatMap(({ took }) => took)]),
  )
  // A state that is left at once is seen only by the ways into it and out of it.
  const passed = written.transitions
    .filter(({ id }) => transitions.has(id))
    .flatMap(({ state, to }) => [state, ...(to === null ? [] : [writtenPath(stage.chart, to)])])
  const stayed = traces.flatMap(({ began, steps }) => [
    ...began.states,
    ...steps.flatMap(({ after }) => after),
  ])
  const paths = [...passed, ...stayed]
  return {
    transitions,
    states: new Set(written.states.filter((state) => paths.some((path) => isAt(path, state)))),
  }
}

/** How much of a draft was tried out, of what can be; and what is wrong with what is said to be out of reach. */
export const coverageOf = (
  draft: Draft,
  traces: ReadonlyArray<Trace>,
  { claims, file }: { readonly claims: ReadonlyArray<Claim>; readonly file: string },
): { readonly coverage: Coverage; readonly findings: ReadonlyArray<Finding> } => {
  const stage = stageOf(draft)
  const written = writtenIn(draft, stage)
  const seen = seenIn(traces, written, stage)
  const { beyond, findings } = proved(claims, written, stage, file)
  const ids = written.transitions.map(({ id }) => id)
  return {
    findings,
    coverage: {
      states: coveredOf(written.states, seen.states, beyond.states),
      transitions: coveredOf(ids, seen.transitions, beyond.transitions),
    },
  }
}
