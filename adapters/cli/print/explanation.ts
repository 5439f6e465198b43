import type { AttemptExplanation } from "#workflows/audit"
import type { Field } from "./fields.ts"
import { moment } from "./moment.ts"

type Failure = NonNullable<AttemptExplanation["failure"]>
type Item = Failure["items"][number]
type Wait = NonNullable<AttemptExplanation["waitsFor"]>

const stayOf = ({ state, title }: { readonly state: string; readonly title: string | null }): string =>
  title === null ? state : `${state}: ${title}`

const itemOf = ({ begunAt, category, code, item, rebootRequired, state }: Item): string =>
  [
    `"${item}" (${category}): ${state}`,
    code === null ? "" : `, ${code}`,
    state === "inProgress" && begunAt !== null ? ` since ${moment(begunAt)}` : "",
    rebootRequired === null ? "" : `, and waits for a restart (${rebootRequired})`,
  ].join("")

const becauseOf = ({ because, item }: Item): string => `"${item}": ${because.setting}: ${because.says}`

const waitFields = ({ events, items, says, until }: Wait): ReadonlyArray<Field> => [
  ["Waits for", says],
  ["Held by", items.map(itemOf)],
  ["Because", items.map(becauseOf)],
  ["Goes on with", events.join(", ")],
  [
    "Until",
    until.map(
      ({ dueAt, means, state }) => `${moment(dueAt)}, in ${state}${means === null ? "" : `: ${means}`}`,
    ),
  ],
]

const pageFields = ({ page }: AttemptExplanation): ReadonlyArray<Field> => {
  if (page === null) return []
  const named = page.page === null ? "that of the profile" : `${page.page.name} v${page.page.version}`
  return [
    ["Page", named],
    [
      "Weighed",
      page.candidates.map(({ name, rule, version, why }) => `${name} v${version}, ${rule}: ${why}`),
    ],
  ]
}

const failureFields = ({ at, catalogue, code, event, items, phase, what }: Failure): ReadonlyArray<Field> => [
  ["What went wrong", `${what}, ${moment(at)} (${event})`],
  ["Phase", phase],
  ["Item", items.map(itemOf)],
  ["Blocking because", items.map(becauseOf)],
  ["Code", code],
  ["Meaning", catalogue?.meaning ?? null],
  ["To do", catalogue?.cure ?? null],
]

/** An explained attempt for people. */
export const explanationFields = (explained: AttemptExplanation): ReadonlyArray<Field> => {
  const { attempt, failure, outcome, path, profile, scenario, startedAt, waitsFor, where } = explained
  return [
    ["Attempt", `${attempt} (${scenario}), profile ${profile.name} v${profile.version}`],
    ...pageFields(explained),
    ["Began", moment(startedAt)],
    ["Is at", where === null ? null : stayOf(where)],
    ["Since", where === null ? null : moment(where.since)],
    ...(waitsFor === null ? [] : waitFields(waitsFor)),
    ...(failure === null ? [] : failureFields(failure)),
    ["Ended", outcome === null ? null : `${outcome.outcome}, ${moment(outcome.at)}`],
    ["Way", path.map(({ since, state }) => `${moment(since)}  ${state}`)],
  ]
}
