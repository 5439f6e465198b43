import { type ProjectedEvent, projection, table, write } from "#projections/runtime"

/** One row a profile: its newest version. */
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
    /** The catalogue's generation when the profile was first published since its last retirement. */
    rank: "integer",
    /** When it was retired, null while it is offered. */
    retiredAt: "text?",
    publishedAt: "text",
  },
  ["id"],
  [["tenantId", "rank"]],
)

/** One row a tenant: how often a deployment profile was published or retired. */
const catalogueTable = table("catalogues", { tenantId: "text", generation: "integer" }, ["tenantId"])

/** A deployment profile changes its tenant's catalogue, a lifecycle does not: nobody chooses among lifecycles. */
const counted = ({ data, tenantId }: ProjectedEvent<"ProfilePublished">) =>
  data.kind === "DeploymentProfile"
    ? [
        write(
          `INSERT INTO {catalogues} (tenantId, generation) VALUES (?, 1)
           ON CONFLICT (tenantId) DO UPDATE SET generation = generation + 1`,
          tenantId,
        ),
      ]
    : []

const published = ({ data, id, recordedAt, tenantId }: ProjectedEvent<"ProfilePublished">) =>
  write(
    `INSERT INTO {profiles}
       (id, tenantId, name, title, kind, version, digest, assign, rank, retiredAt, publishedAt)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
       coalesce((SELECT generation FROM {catalogues} WHERE tenantId = ?2), 0), NULL, ?9)
     ON CONFLICT (id) DO UPDATE SET
       name = excluded.name, title = excluded.title, kind = excluded.kind, version = excluded.version,
       digest = excluded.digest, assign = excluded.assign, publishedAt = excluded.publishedAt,
       rank = CASE WHEN retiredAt IS NULL THEN rank ELSE excluded.rank END, retiredAt = NULL`,
    id,
    tenantId,
    data.name,
    data.settings?.title ?? data.name,
    data.kind,
    data.version,
    data.machineDigest,
    data.settings === null ? null : JSON.stringify(data.settings.assign),
    recordedAt,
  )

/** The published profiles of every tenant, and the catalogue that devices are assigned from. */
export const profiles = projection({
  name: "profiles",
  version: 1,
  tables: [profileTable, catalogueTable],
  on: {
    ProfilePublished: (event) => [...counted(event), published(event)],
    ProfileRetired: ({ id, recordedAt, tenantId }) => [
      write(
        `UPDATE {catalogues} SET generation = generation + 1
         WHERE tenantId = ? AND EXISTS (SELECT 1 FROM {profiles} WHERE id = ? AND kind = 'DeploymentProfile')`,
        tenantId,
        id,
      ),
      profileTable.change({ id }, { retiredAt: recordedAt }),
    ],
  },
})
