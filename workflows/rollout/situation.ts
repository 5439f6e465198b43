import { Effect, Result } from "effect"
import type { Holds } from "#domain/profile"
import { ProfileRefused, profileIdOf } from "#workflows/commands"
import { compileProfile, evaluateWhere, type FileText } from "#workflows/language"
import { type AssignableDevice, Knowledge, ShippedProfiles } from "#workflows/ports"
import type { Candidate, Situation } from "./plan.ts"
import { offeredBy, sourcesOf } from "./published.ts"

const PAGE = 500

/** Running attempts that a plan names; more are counted by nobody's eye. */
const ATTEMPTS = 1_000

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

/** How a tenant stands at this moment, as far as a plan is concerned. */
export const situationOf = Effect.fnUntraced(function* (tenantId: string) {
  const knowledge = yield* Knowledge
  return {
    tenantId,
    offered: yield* offeredBy(tenantId),
    devices: yield* allDevices(tenantId),
    running: yield* knowledge.runningAttempts(tenantId, ATTEMPTS),
    holds,
    profileId: (name) => profileIdOf(tenantId, { kind: "DeploymentProfile", name }),
  } satisfies Situation
})

/**
 * Compiles files as they would be published together: they may extend what is shipped, what the tenant has published,
 * and each other, the nearest first. Every finding of every file comes at once.
 */
export const compileFiles = Effect.fnUntraced(function* (
  files: ReadonlyArray<FileText>,
  { offered }: Situation,
) {
  const { files: shipped } = yield* ShippedProfiles
  const bases = [...files, ...sourcesOf(offered.profiles), ...shipped]
  const candidates: Array<Candidate> = []
  const refused: Array<ProfileRefused> = []
  for (const { file, text } of files) {
    const compiled = compileProfile(text, { file, bases })
    if (Result.isSuccess(compiled)) candidates.push({ file, source: text, compiled: compiled.success })
    else refused.push(new ProfileRefused({ file, findings: compiled.failure }))
  }
  const [first] = refused
  if (first === undefined) return candidates
  const findings = refused.flatMap((one) => one.findings)
  return yield* new ProfileRefused({ file: refused.map(({ file }) => file).join(", "), findings })
})
