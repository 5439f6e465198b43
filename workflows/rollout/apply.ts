import { Effect } from "effect"
import { Refusal } from "#domain/kernel"
import { publishProfile, retireProfile, type TenantCaller } from "#workflows/commands"
import type { FileText } from "#workflows/language"
import { type Candidate, planRollout, type Situation } from "./plan.ts"
import type { Plan, ProfileChange } from "./plan-file.ts"
import { compileFiles, situationOf } from "./situation.ts"

/** Plans the publication of files in a tenant; stores nothing. */
export const plan = Effect.fn("plan")(function* (
  files: ReadonlyArray<FileText>,
  tenantId: string,
  options: { readonly prune: boolean },
) {
  const situation = yield* situationOf(tenantId)
  return planRollout(yield* compileFiles(files, situation), situation, options)
})

/** What a plan says that must still be so when it is carried out. */
const essence = ({ devices, profiles }: Plan): ReadonlyArray<string> => [
  ...profiles.map(({ from, kind, name }) => `profile "${name}" is ${kind} after version ${from}`),
  ...devices.map(
    ({ from, serialNumber, to }) =>
      `device "${serialNumber}" goes from ${from?.name ?? "no profile"} v${from?.version ?? 0} to ${to?.name ?? "no profile"} v${to?.version ?? 0}`,
  ),
]

const moved = (before: Plan, now: Plan): ReadonlyArray<string> => {
  const [planned, present] = [new Set(essence(before)), new Set(essence(now))]
  return [
    ...[...planned].filter((line) => !present.has(line)).map((line) => `no longer true: ${line}`),
    ...[...present].filter((line) => !planned.has(line)).map((line) => `new: ${line}`),
  ]
}

const NAMED = 5

const planOutdated = (changes: ReadonlyArray<string>) =>
  new Refusal({
    kind: "conflict",
    code: "plan-outdated",
    what: `The store has moved since this plan was made: ${changes.slice(0, NAMED).join("; ")}${
      changes.length > NAMED ? `; and ${changes.length - NAMED} more` : ""
    }.`,
    remedy: "Make the plan again and look at what it says now.",
  })

const otherTenant = () =>
  new Refusal({
    kind: "unprocessable",
    code: "plan-of-another-tenant",
    what: "This plan was made for another tenant.",
    remedy: "Name the tenant that it was made for, or make a plan for this one.",
  })

const isDone = ({ from, kind, name, source }: ProfileChange, { offered }: Situation): boolean => {
  const versions = offered.profiles.find((published) => published.name === name)?.versions
  if (kind === "retired") return versions === undefined
  return kind === "unchanged" || versions?.[from]?.source === source
}

const carryOut = Effect.fnUntraced(function* (
  { file, kind, name, source }: ProfileChange,
  caller: TenantCaller,
) {
  const one = { ...caller, key: `${caller.key}/${name}` }
  if (kind === "retired") return yield* retireProfile(name, one, { planned: true })
  return yield* publishProfile({ file: file ?? name, text: source ?? "" }, one)
})

/** The files of a plan that was written down. */
const filesOf = ({ profiles }: Plan): ReadonlyArray<FileText> =>
  profiles.flatMap(({ file, name, source }) =>
    source === null ? [] : [{ file: file ?? name, text: source }],
  )

/** The plan as it would be made now, for the same files. */
const planAgain = (planned: Plan, candidates: ReadonlyArray<Candidate>, situation: Situation): Plan => {
  const prune = planned.profiles.some(({ kind }) => kind === "retired")
  const again = planRollout(candidates, situation, { prune })
  const meant = new Set(planned.profiles.map(({ name }) => name))
  const untouched = planned.profiles.filter(({ kind }) => kind === "unchanged")
  const profiles = [...again.profiles.filter(({ name }) => meant.has(name)), ...untouched]
  return { ...again, profiles }
}

/**
 * Carries out exactly what a plan says, or nothing: refused when the store has moved so that it would mean something else.
 * A plan that was carried out in part is carried on.
 *
 * @returns the position up to which a reader must have come to see it all
 */
export const applyPlan = Effect.fn("applyPlan")(function* (planned: Plan, caller: TenantCaller) {
  if (planned.tenantId !== caller.tenantId) return yield* otherTenant()
  const situation = yield* situationOf(caller.tenantId)
  const open = planned.profiles.filter((change) => !isDone(change, situation))
  const untouched = open.length === planned.profiles.filter(({ kind }) => kind !== "unchanged").length
  if (untouched) {
    const candidates = yield* compileFiles(filesOf(planned), situation)
    const changes = moved(planned, planAgain(planned, candidates, situation))
    if (changes.length > 0) return yield* planOutdated(changes)
  }
  let position = ""
  for (const change of open) {
    const answer = yield* carryOut(change, caller)
    if (answer.position > position) position = answer.position
  }
  return { position, applied: open.length }
})
