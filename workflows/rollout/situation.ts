import { Effect, Result } from "effect"
import type { Holds } from "#domain/profile"
import { ProfileRefused, profileIdOf } from "#workflows/commands"
import {
  compilePage,
  compileProfile,
  kindOf as documentKind,
  evaluateWhere,
  type FileText,
  type Finding,
} from "#workflows/language"
import { type AssignableDevice, EventStore, Knowledge, ShippedProfiles } from "#workflows/ports"
import type { Candidate } from "./intents.ts"
import type { Situation } from "./plan.ts"
import { type Offered, offeredBy, publishedNamed, sourcesOf } from "./published.ts"

const PAGE = 500

/** Running attempts that a plan names; more are counted by nobody's eye. */
const ATTEMPTS = 100_000

const allDevices = Effect.fnUntraced(function* (tenantId: string) {
  const knowledge = yield* Knowledge
  const devices: Array<AssignableDevice> = []
  for (let after = ""; ; ) {
    const page = yield* knowledge.assignableDevices(tenantId, { after, limit: PAGE })
    devices.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return devices
    after = last.deviceId
  }
})

const holds: Holds = (expression, device) => Result.getOrElse(evaluateWhere(expression, device), () => false)

/** The published profiles of all these names, whether or not they are offered. */
const publishedOf = Effect.fnUntraced(function* (
  tenantId: string,
  { profiles }: Offered,
  names: ReadonlyArray<string>,
) {
  const byName = new Map(profiles.map((published) => [published.name, published]))
  for (const name of names) if (!byName.has(name)) byName.set(name, yield* publishedNamed(tenantId, name))
  return (name: string) => byName.get(name) ?? { name, versions: [], pages: [], retired: false }
})

/** A tenant's profiles when a plan is begun: what it offers, what its files may extend, and where the log stands. */
export interface Beginning {
  readonly madeAt: string
  readonly offered: Offered
  readonly bases: ReadonlyArray<FileText>
}

/** Reads how a tenant's profiles stand, once everything that was written up to now is known. */
export const beginningOf = Effect.fnUntraced(function* (tenantId: string, files: ReadonlyArray<FileText>) {
  const madeAt = yield* (yield* EventStore).head
  yield* (yield* Knowledge).reached(madeAt)
  const offered = yield* offeredBy(tenantId)
  const { files: shipped } = yield* ShippedProfiles
  const bases = [...files, ...sourcesOf(offered.profiles), ...shipped]
  return { madeAt, offered, bases } satisfies Beginning
})

/** How a tenant stands, as far as a plan for some profiles is concerned. */
export const situationOf = Effect.fnUntraced(function* (
  tenantId: string,
  beginning: Beginning,
  names: ReadonlyArray<string>,
) {
  const knowledge = yield* Knowledge
  return {
    tenantId,
    ...beginning,
    published: yield* publishedOf(tenantId, beginning.offered, names),
    devices: yield* allDevices(tenantId),
    running: yield* knowledge.runningAttempts(tenantId, ATTEMPTS),
    holds,
    profileId: (name) => profileIdOf(tenantId, { kind: "DeploymentProfile", name }),
  } satisfies Situation
})

const compileOne = (
  source: FileText,
  bases: ReadonlyArray<FileText>,
): Result.Result<Candidate, ReadonlyArray<Finding>> => {
  const { file, text } = source
  const written = { file, source: text }
  if (documentKind(source) === "EnrollmentStatusPage")
    return Result.map(compilePage(text, { file }), (compiled) => ({
      kind: "EnrollmentStatusPage",
      ...written,
      compiled,
    }))
  return Result.map(compileProfile(text, { file, bases }), (compiled) => ({
    kind: "DeploymentProfile",
    ...written,
    compiled,
  }))
}

/**
 * Compiles files as they would be published together: they may extend what is shipped, what the tenant has published,
 * and each other, the nearest first. Every finding of every file comes at once.
 */
export const compileFiles = Effect.fnUntraced(function* (
  files: ReadonlyArray<FileText>,
  { bases }: Pick<Beginning, "bases">,
) {
  const candidates: Array<Candidate> = []
  const refused: Array<ProfileRefused> = []
  for (const file of files) {
    const compiled = compileOne(file, bases)
    if (Result.isSuccess(compiled)) candidates.push(compiled.success)
    else refused.push(new ProfileRefused({ file: file.file, findings: compiled.failure }))
  }
  if (refused.length === 0) return candidates
  const findings = refused.flatMap((one) => one.findings)
  return yield* new ProfileRefused({ file: refused.map(({ file }) => file).join('", "'), findings })
})
