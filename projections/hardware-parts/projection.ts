import { type HardwareSummary, partKeys } from "#domain/hardware"
import { projection, table, type Write, write } from "#projections/runtime"

/**
 * One row a part of a live registration: what may turn up in another machine. The part is named by its digest alone, and the
 * row holds nothing else, as there are several for each device and they lie all over the table.
 */
const partTable = table("hardware_parts", { digest: "text", deviceId: "text" }, ["digest", "deviceId"])

/** One row a live registration: what is told of the owner of a part, and where its parts are found again. */
const ownerTable = table(
  "hardware_part_owners",
  {
    deviceId: "text",
    tenantId: "text",
    serialNumber: "text",
    /** Digests of its parts, as JSON. */
    digests: "text",
  },
  ["deviceId"],
)

const added = (
  hardware: HardwareSummary,
  { id, tenantId }: { readonly id: string; readonly tenantId: string },
): ReadonlyArray<Write> => {
  const digests = JSON.stringify(partKeys(hardware).map(({ digest }) => digest))
  return [
    write(
      "INSERT OR IGNORE INTO {hardware_parts} (digest, deviceId) SELECT value, ? FROM json_each(?)",
      id,
      digests,
    ),
    ownerTable.put({ deviceId: id, tenantId, serialNumber: hardware.serialNumber, digests }),
  ]
}

const removed = (deviceId: string): ReadonlyArray<Write> => [
  write(
    `DELETE FROM {hardware_parts} WHERE deviceId = ?1 AND digest IN (
       SELECT value FROM json_each((SELECT digests FROM {hardware_part_owners} WHERE deviceId = ?1)))`,
    deviceId,
  ),
  ownerTable.remove({ deviceId }),
]

/**
 * Which live registration a disk, a network card or a board belongs to. Not exclusive: a part that was moved belongs to
 * two, and that is what is looked for.
 */
export const hardwareParts = projection({
  name: "hardware-parts",
  version: 2,
  tables: [partTable, ownerTable],
  on: {
    // A former life has left nothing: its end took its parts out.
    DeviceRegistered: (event) => added(event.data.hardware, event),
    TenantAssociated: ({ data, id }) => [ownerTable.change({ deviceId: id }, { tenantId: data.tenantId })],
    HardwareRehashed: (event) => [...removed(event.id), ...added(event.data.hardware, event)],
    DeviceDeregistered: ({ id }) => removed(id),
  },
})
