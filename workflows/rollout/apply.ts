import { Effect } from "effect"
import { publishCompiled, publishCompiledPage, retireProfile, type TenantCaller } from "#workflows/commands"
import type { FileText } from "#workflows/language"
import { type Intent, intentsOf, nameOf } from "./intents.ts"
import { movedSince, otherTenant, planOutdated } from "./moved.ts"
import { planRollout } from "./plan.ts"
import type { Plan, ProfileChange } from "./plan-file.ts"
import { type PublishedProfile, publishedNamed, versionsOf } from "./published.ts"
import { beginningOf, compileFiles, situationOf } from "./situation.ts"

/** Plans the publication of files in a tenant; stores nothing. */
export const plan = Effect.fn("plan")(function* (
  files: ReadonlyArray<FileText>,
  tenantId: string,
  options: { readonly prune: boolean },
) {
  const beginning = yield* beginningOf(tenantId, files)
  const candidates = yield* compileFiles(files, beginning)
  const intents = yield* Effect.fromResult(intentsOf(candidates, beginning.offered.profiles, options))
  const situation = yield* situationOf(tenantId, beginning, intents.map(nameOf))
  return yield* Effect.fromResult(planRollout(intents, situation))
})

/** Whether what a plan says of a profile was done already. */
const isDone = ({ from, kind, source }: ProfileChange, published: PublishedProfile): boolean => {
  const { retired } = published
  const versions = versionsOf(published)
  if (kind === "unchanged") return true
  if (kind === "retired") return retired && versions.length === from
  return versions.length === from + 1 && !retired && versions[from]?.source === source
}

/** The files of a plan that was written down. */
const filesOf = (changes: ReadonlyArray<ProfileChange>): ReadonlyArray<FileText> =>
  changes.flatMap(({ file, name, source }) => (source === null ? [] : [{ file: file ?? name, text: source }]))

/** What a change of a plan wants, for the same source compiled now. */
const intentOf = Effect.fnUntraced(function* (open: ReadonlyArray<ProfileChange>, planned: Plan) {
  const beginning = yield* beginningOf(planned.tenantId, filesOf(planned.profiles))
  const candidates = yield* compileFiles(filesOf(open), beginning)
  const byName = new Map(candidates.map((candidate) => [candidate.compiled.name, candidate]))
  const intents = open.map(({ file, name }): Intent => {
    const candidate = byName.get(name)
    return candidate === undefined ? { kind: "retire", name, file } : { kind: "publish", candidate }
  })
  return { beginning, intents }
})

const carryOut = (intent: Intent, { from, name }: ProfileChange, caller: TenantCaller) => {
  const one = { ...caller, key: `${caller.key}/${name}` }
  if (intent.kind === "retire") return retireProfile(name, one, { after: from })
  return intent.candidate.kind === "DeploymentProfile"
    ? publishCompiled(intent.candidate, one, from)
    : publishCompiledPage(intent.candidate, one, from)
}

/** What was done with one profile. */
type Applied = Pick<ProfileChange, "kind" | "document" | "name" | "to">

/**
 * Carries out exactly what a plan says, or nothing: refused when the store has moved so that it would mean something else.
 * Each profile is one event, all or nothing; a plan that was carried out in part is carried on, and one that was carried
 * out changes nothing.
 *
 * @returns what was done, and the position up to which a reader must have come to see it all
 */
export const applyPlan = Effect.fn("applyPlan")(function* (planned: Plan, caller: TenantCaller) {
  if (planned.tenantId !== caller.tenantId) return yield* otherTenant()
  const wanted = planned.profiles.filter(({ kind }) => kind !== "unchanged")
  const open: Array<ProfileChange> = []
  for (const change of wanted)
    if (!isDone(change, yield* publishedNamed(caller.tenantId, change.name))) open.push(change)
  const applied: Array<Applied> = []
  if (open.length === 0) return { position: planned.madeAt, applied }
  const { beginning, intents } = yield* intentOf(open, planned)
  const situation = yield* situationOf(planned.tenantId, beginning, intents.map(nameOf))
  const now = yield* Effect.fromResult(planRollout(intents, situation))
  const changes = movedSince(planned, now, { isBegun: open.length < wanted.length })
  if (changes.length > 0) return yield* planOutdated(changes)
  let position = planned.madeAt
  for (const [index, change] of open.entries()) {
    const intent = intents[index]
    if (intent === undefined) continue
    const answer = yield* carryOut(intent, change, caller)
    if (answer.position > position) position = answer.position
    const { document, kind, name, to } = change
    applied.push({ kind, document, name, to })
  }
  return { position, applied }
})
