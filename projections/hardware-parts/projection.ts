import { type HardwareSummary, partKeys } from "#domain/hardware"
import { projection, table, type Write, write } from "#projections/runtime"

/** One row a part of a live registration: what may turn up in another machine. The part is named by its digest alone. */
export const partTable = table(
  "hardware_parts",
  { digest: "text", deviceId: "text", tenantId: "text", serialNumber: "text" },
  ["digest", "deviceId"],
  [["deviceId"]],
)

/** All parts of a machine in one write. */
const partsOf = (
  hardware: HardwareSummary,
  { id, tenantId }: { readonly id: string; readonly tenantId: string },
): ReadonlyArray<Write> => {
  const keys = partKeys(hardware)
  if (keys.length === 0) return []
  const rows = keys.map(() => "(?, ?, ?, ?)").join(", ")
  const values = keys.flatMap(({ digest }) => [digest, id, tenantId, hardware.serialNumber])
  return [
    write(
      `INSERT OR REPLACE INTO {hardware_parts} (digest, deviceId, tenantId, serialNumber) VALUES ${rows}`,
      ...values,
    ),
  ]
}

/**
 * Which live registration a disk, a network card or a board belongs to. Not exclusive: a part that was moved belongs to
 * two, and that is what is looked for.
 */
export const hardwareParts = projection({
  name: "hardware-parts",
  version: 1,
  tables: [partTable],
  on: {
    // A former life has left nothing: its end took its parts out.
    DeviceRegistered: (event) => partsOf(event.data.hardware, event),
    TenantAssociated: ({ data, id }) => [
      write("UPDATE {hardware_parts} SET tenantId = ? WHERE deviceId = ?", data.tenantId, id),
    ],
    HardwareRehashed: (event) => [
      partTable.remove({ deviceId: event.id }),
      ...partsOf(event.data.hardware, event),
    ],
    DeviceDeregistered: ({ id }) => [partTable.remove({ deviceId: id })],
  },
})
