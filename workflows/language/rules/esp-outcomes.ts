import type { Problem } from "../finding.ts"
import { describe, type State, type Way } from "../model.ts"
import type { Rule } from "../rule.ts"
import { entryOf } from "../source.ts"
import type { Subject } from "../subject.ts"
import { ESP_OUTCOMES } from "../vocabulary.ts"

const MEANING: { readonly [outcome in (typeof ESP_OUTCOMES)[number]]: string } = {
  EspPhaseCompleted: "everything is installed",
  EspFailed: "something failed",
  EspTimedOut: "it took too long",
}

const waysFor = (state: State, outcome: string): ReadonlyArray<Way> =>
  state.ways.filter((way) => way.trigger.kind === "esp" && way.trigger.event === outcome)

function* problemsOf(
  state: State,
  outcome: (typeof ESP_OUTCOMES)[number],
  isUnclear: boolean,
): Iterable<Problem> {
  const ways = waysFor(state, outcome)
  const last = ways[ways.length - 1]
  if (last === undefined) {
    const at = entryOf(state.node, "on")?.key ?? state.key
    if (!isUnclear)
      yield {
        at,
        message: `${describe(state)} does not say where it leads when ${MEANING[outcome]}. Add "${outcome}: STATE" under "on".`,
      }
    return
  }
  const guarded = ways.find((way) => way.when !== undefined)
  if (outcome === "EspFailed" && (guarded !== undefined || ways.length > 1))
    yield {
      at: guarded?.at ?? last.at,
      message: `"EspFailed" of ${describe(state)} leads to one state, without "when". Ask in that state.`,
    }
  else if (last.when !== undefined)
    yield {
      at: last.at,
      message: `"${outcome}" of ${describe(state)} may lead nowhere: every entry has "when". Add a last one without.`,
    }
  for (const way of ways)
    if (way.to === undefined)
      yield {
        at: way.at,
        message: `"${outcome}" of ${describe(state)} does not say where it leads. Add "to".`,
      }
}

/** The Enrollment Status Page ends in three ways, and a device must know where to go after each. */
export const espOutcomes: Rule = {
  code: "FL044",
  severity: "error",
  title: "An Enrollment Status Page does not say where it leads",
  *run({ workflow }: Subject) {
    for (const state of workflow?.states ?? [])
      if (state.esp !== undefined)
        for (const outcome of ESP_OUTCOMES)
          for (const problem of problemsOf(state, outcome, workflow?.unclear.has(state) ?? false))
            yield { ...problem, unclear: state }
  },
}
