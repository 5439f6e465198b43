import { Effect, Result, Schema } from "effect"
import { parseMembershipRule } from "#domain/directory"
import {
  Assignment,
  type KnownGroup,
  type OfferedPage,
  type OfferedProfile,
  type PageAssignment,
  type PageCatalogue,
  PageSettings,
  type ProfileCatalogue,
} from "#domain/profile"
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
  readonly assign: Assignment | PageAssignment | null
  /** Of a page, 1 is the highest; null for the default page, and for all else. */
  readonly priority: number | null
  /** A lower rank was published first since its last retirement, and wins. */
  readonly rank: number
  readonly retiredAt: string | null
  readonly publishedAt: string
}

const decodeAssignment = Schema.decodeUnknownSync(Schema.fromJsonString(Assignment))

const decodePage = Schema.decodeUnknownSync(Schema.fromJsonString(PageSettings))

const entryOf = ({
  page: stored,
  tenantId: _tenantId,
  ...row
}: Row<typeof profileTable.columns>): ProfileEntry => {
  const page = stored === null ? null : decodePage(stored)
  const assign = row.assign === null ? null : decodeAssignment(row.assign)
  return { ...row, assign: page?.assign ?? assign, priority: page?.priority ?? null }
}

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
  kind: "text?",
  id: "text?",
  name: "text?",
  version: "integer?",
  digest: "text?",
  /** What the row is about: rules of assignment, settings of a page, or a rule of membership. */
  body: "text?",
  rank: "integer?",
})
type OfferedRow = Row<typeof offeredRow.columns>

const refOf = ({ digest, id, name, version }: OfferedRow) =>
  id === null || name === null || version === null || digest === null
    ? undefined
    : { profileId: id, name, version, digest }

const profileOf = (row: OfferedRow): ReadonlyArray<OfferedProfile> => {
  const ref = refOf(row)
  return ref === undefined || row.body === null || row.rank === null
    ? []
    : [{ ref, assign: decodeAssignment(row.body), rank: row.rank }]
}

const pageOf = (row: OfferedRow): ReadonlyArray<OfferedPage> => {
  const ref = refOf(row)
  return ref === undefined || row.body === null ? [] : [{ ref, settings: decodePage(row.body) }]
}

const groupOf = ({ body, id, name }: OfferedRow): ReadonlyArray<KnownGroup> => {
  if (id === null || name === null) return []
  return [{ id, name, rule: body === null ? null : Result.getOrElse(parseMembershipRule(body), () => []) }]
}

/** One query, so that the generation and what is offered are of one moment. */
const offered = Effect.fnUntraced(function* (
  tenantId: string,
  kind: "DeploymentProfile" | "EnrollmentStatusPage",
) {
  const { all } = yield* ReadModels
  const body = kind === "DeploymentProfile" ? "assign" : "page"
  const rows = yield* all(
    offeredRow,
    `SELECT c.generation, o.* FROM catalogues c LEFT JOIN (
       SELECT p.kind, p.id, p.name, p.version, p.digest, p.${body} AS body, p.rank FROM profiles p
         WHERE p.tenantId = ?1 AND p.kind = ?2 AND p.retiredAt IS NULL
       UNION ALL
       SELECT 'Group', g.groupId, g.name, NULL, NULL, g.membershipRule, NULL FROM catalogue_groups g
         WHERE g.tenantId = ?1) o
     WHERE c.tenantId = ?1 ORDER BY o.rank, o.name`,
    tenantId,
    kind,
  )
  return {
    generation: rows[0]?.generation ?? 0,
    offers: rows.filter((row) => row.kind === kind),
    groups: rows.filter((row) => row.kind === "Group").flatMap(groupOf),
  }
})

/** What a tenant offers to its devices. */
export const catalogueOf = Effect.fnUntraced(function* (tenantId: string) {
  const { generation, groups, offers } = yield* offered(tenantId, "DeploymentProfile")
  return { generation, groups, profiles: offers.flatMap(profileOf) } satisfies ProfileCatalogue
})

/** The Enrollment Status Pages that a tenant offers. */
export const pageCatalogueOf = Effect.fnUntraced(function* (tenantId: string) {
  const { generation, groups, offers } = yield* offered(tenantId, "EnrollmentStatusPage")
  return { generation, groups, pages: offers.flatMap(pageOf) } satisfies PageCatalogue
})
