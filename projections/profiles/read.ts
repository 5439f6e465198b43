import { Effect, Schema } from "effect"
import { Assignment, type OfferedProfile, type ProfileCatalogue } from "#domain/profile"
import { ReadModels, type Row, shape } from "#projections/runtime"
import { profileTable } from "./projection.ts"

/** A profile as lists show it: its newest version. */
export interface ProfileEntry {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly kind: string
  readonly version: number
  readonly digest: string
  /** Who gets it; null for a lifecycle. */
  readonly assign: Assignment | null
  /** A lower rank was published first since its last retirement, and wins. */
  readonly rank: number
  readonly retiredAt: string | null
  readonly publishedAt: string
}

const decodeAssignment = Schema.decodeUnknownSync(Schema.fromJsonString(Assignment))

const entryOf = ({ tenantId: _tenantId, ...row }: Row<typeof profileTable.columns>): ProfileEntry => ({
  ...row,
  assign: row.assign === null ? null : decodeAssignment(row.assign),
})

/** The profiles of a tenant in the order of their rank; retired ones only if asked for. */
export const listProfiles = Effect.fnUntraced(function* (
  tenantId: string,
  { retired }: { readonly retired: boolean } = { retired: false },
) {
  const { all } = yield* ReadModels
  const rows = yield* all(
    profileTable,
    `SELECT * FROM profiles WHERE tenantId = ? AND (retiredAt IS NULL OR ?) ORDER BY rank, name`,
    tenantId,
    Number(retired),
  )
  return rows.map(entryOf)
})

/** One profile of a tenant by its name, retired or not. */
export const profileNamed = Effect.fnUntraced(function* (tenantId: string, name: string) {
  const { get } = yield* ReadModels
  const row = yield* get(
    profileTable,
    "SELECT * FROM profiles WHERE tenantId = ? AND name = ? ORDER BY retiredAt IS NOT NULL, rank LIMIT 1",
    tenantId,
    name,
  )
  return row === undefined ? undefined : entryOf(row)
})

const offeredRow = shape({
  generation: "integer",
  id: "text?",
  name: "text?",
  version: "integer?",
  digest: "text?",
  assign: "text?",
  rank: "integer?",
})

const offeredOf = (row: Row<typeof offeredRow.columns>): ReadonlyArray<OfferedProfile> => {
  const { assign, digest, id, name, rank, version } = row
  if (id === null || name === null || version === null || digest === null) return []
  if (assign === null || rank === null) return []
  return [{ ref: { profileId: id, name, version, digest }, assign: decodeAssignment(assign), rank }]
}

/** What a tenant offers to its devices. One query, so that the generation and the profiles are of one moment. */
export const catalogueOf = Effect.fnUntraced(function* (tenantId: string) {
  const { all } = yield* ReadModels
  const rows = yield* all(
    offeredRow,
    `SELECT c.generation, p.id, p.name, p.version, p.digest, p.assign, p.rank
     FROM catalogues c LEFT JOIN profiles p
       ON p.tenantId = c.tenantId AND p.kind = 'DeploymentProfile' AND p.retiredAt IS NULL
     WHERE c.tenantId = ? ORDER BY p.rank`,
    tenantId,
  )
  const catalogue: ProfileCatalogue = {
    generation: rows[0]?.generation ?? 0,
    profiles: rows.flatMap(offeredOf),
  }
  return catalogue
})
