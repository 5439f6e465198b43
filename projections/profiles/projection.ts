import { type ProjectedEvent, projection, table, write } from "#projections/runtime"

/** One row a profile or an Enrollment Status Page: its newest version. */
export const profileTable = table(
  "profiles",
  {
    id: "text",
    tenantId: "text",
    name: "text",
    title: "text",
    kind: "text",
    version: "integer",
    digest: "text",
    /** The rules of assignment as JSON; null for a lifecycle. */
    assign: "text?",
    /** The settings of a page as JSON; null for all else. */
    page: "text?",
    /** The catalogue's generation when the profile was first published since its last retirement. */
    rank: "integer",
    /** When it was retired, null while it is offered. */
    retiredAt: "text?",
    publishedAt: "text",
  },
  ["id"],
  [["tenantId", "rank"]],
)

/** One row a group that rules of assignment may name. */
const groupTable = table(
  "catalogue_groups",
  { tenantId: "text", groupId: "text", name: "text", membershipRule: "text?" },
  ["tenantId", "groupId"],
)

/** One row a tenant: how often its deployment profiles, its pages and its groups changed. */
const catalogueTable = table("catalogues", { tenantId: "text", generation: "integer" }, ["tenantId"])

const counted = (tenantId: string) =>
  write(
    `INSERT INTO {catalogues} (tenantId, generation) VALUES (?, 1)
     ON CONFLICT (tenantId) DO UPDATE SET generation = generation + 1`,
    tenantId,
  )

/** What a publication says of its newest version. */
interface Newest {
  readonly id: string
  readonly tenantId: string
  readonly recordedAt: string
  readonly name: string
  readonly title: string
  readonly kind: string
  readonly version: number
  readonly digest: string
  readonly assign: object | null
  readonly page: object | null
}

const jsonOrNull = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))

const put = ({ assign, page, recordedAt, ...newest }: Newest) =>
  write(
    `INSERT INTO {profiles}
       (id, tenantId, name, title, kind, version, digest, assign, rank, retiredAt, publishedAt, page)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
       coalesce((SELECT generation FROM {catalogues} WHERE tenantId = ?2), 0), NULL, ?9, ?10)
     ON CONFLICT (id) DO UPDATE SET
       name = excluded.name, title = excluded.title, kind = excluded.kind, version = excluded.version,
       digest = excluded.digest, assign = excluded.assign, publishedAt = excluded.publishedAt,
       page = excluded.page,
       rank = CASE WHEN retiredAt IS NULL THEN rank ELSE excluded.rank END, retiredAt = NULL`,
    newest.id,
    newest.tenantId,
    newest.name,
    newest.title,
    newest.kind,
    newest.version,
    newest.digest,
    jsonOrNull(assign),
    recordedAt,
    jsonOrNull(page),
  )

const profilePublished = ({ data, ...place }: ProjectedEvent<"ProfilePublished">) => {
  const { kind, machineDigest: digest, name, settings, version } = data
  const { title = name, assign = null } = settings ?? {}
  const newest = put({ ...place, name, title, kind, version, digest, assign, page: null })
  // A lifecycle changes no catalogue: nobody chooses among lifecycles.
  return kind === "DeploymentProfile" ? [counted(place.tenantId), newest] : [newest]
}

const pagePublished = ({ data, ...place }: ProjectedEvent<"EspPagePublished">) => {
  const { name, settings: page, sourceDigest: digest, version } = data
  const { assign, title } = page
  const kind = "EnrollmentStatusPage"
  return [counted(place.tenantId), put({ ...place, name, title, kind, version, digest, assign, page })]
}

/** The published profiles and pages of every tenant, and the catalogue that devices are assigned from. */
export const profiles = projection({
  name: "profiles",
  version: 2,
  tables: [profileTable, catalogueTable, groupTable],
  on: {
    ProfilePublished: profilePublished,
    EspPagePublished: pagePublished,
    GroupCreated: ({ data: { groupId, membershipRule, name }, tenantId }) => [
      counted(tenantId),
      groupTable.put({ tenantId, groupId, name, membershipRule }),
    ],
    ProfileRetired: ({ id, recordedAt, tenantId }) => [
      write(
        `UPDATE {catalogues} SET generation = generation + 1
         WHERE tenantId = ? AND EXISTS (SELECT 1 FROM {profiles} WHERE id = ? AND kind = 'DeploymentProfile')`,
        tenantId,
        id,
      ),
      profileTable.change({ id }, { retiredAt: recordedAt }),
    ],
    EspPageRetired: ({ id, recordedAt, tenantId }) => [
      counted(tenantId),
      profileTable.change({ id }, { retiredAt: recordedAt }),
    ],
  },
})
