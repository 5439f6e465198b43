import { DatabaseSync } from "node:sqlite"

const HALF = `SELECT name, type FROM (
  SELECT s.name, e.type, e.stream, e.revision, (SELECT n.type FROM events n WHERE n.stream = e.stream AND n.revision = e.revision + 1) AS next
  FROM events e JOIN streams s ON s.id = e.stream
) WHERE (type = 'DeviceRegistered' AND next IS NOT 'TenantAssociated') OR (type = 'DeploymentStarted' AND next IS NOT 'ProfileDelivered')`

const GAPS =
  "SELECT stream FROM events GROUP BY stream HAVING count(*) <> max(revision) + 1 OR min(revision) <> 0"

const texts = (log: DatabaseSync, sql: string): ReadonlyArray<string> =>
  log
    .prepare(sql)
    .all()
    .map((row) => Object.values(row).join(" "))

const countedBy = (keys: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** What a log says, read from its file by plain SQL, without a rule of the service. */
export const factsOf = (path: string) => {
  const log = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    const of = (type: string, where: string) =>
      countedBy(texts(log, `SELECT json_extract(payload, '${where}') FROM events WHERE type = '${type}'`))
    return {
      events: Number(log.prepare("SELECT count(*) AS count FROM events").get()?.count),
      /** How often each answer of a device is there, by its mark. */
      answers: of("OobeAnswered", "$.data.answers.mark"),
      imports: of("ImportSubmitted", "$.data.importId"),
      /** How often each machine was registered, by its serial number. */
      machines: of("DeviceRegistered", "$.data.hardware.serialNumber"),
      /** What must not be: a damaged file, half an append, a revision left out. */
      flaws: [
        ...texts(log, "PRAGMA integrity_check").filter((text) => text !== "ok"),
        ...texts(log, HALF).map((text) => `half of an append: ${text}`),
        ...texts(log, GAPS).map((stream) => `a gap in stream ${stream}`),
      ],
    }
  } finally {
    log.close()
  }
}
