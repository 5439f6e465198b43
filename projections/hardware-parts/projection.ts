import { type HardwareSummary, partKeys } from "#domain/hardware"
import { projection, table, type Write, write } from "#projections/runtime"

/** One row a part of a live registration: what may turn up in another machine. The part is named by its digest alone. */
export const partTable = table(
  "hardware_parts",
  { digest: "text", deviceId: "text", tenantId: "text", serialNumber: "text" },
  ["digest", "deviceId"],
  [["deviceId"]],
)

const partsOf = (
  hardware: HardwareSummary,
  { id, tenantId }: { readonly id: string; readonly tenantId: string },
): ReadonlyArray<Write> => [
  partTable.remove({ deviceId: id }),
  ...partKeys(hardware).map(({ digest }) =>
    partTable.put({ digest, deviceId: id, tenantId, serialNumber: hardware.serialNumber }),
  ),
]

/**
 * Which live registration a disk, a network card or a board belongs to. Not exclusive: a part that was moved belongs to
 * two, and that is what is looked for.
 */
export const hardwareParts = projection({
  name: "hardware-parts",
  version: 1,
  tables: [partTable],
  on: {
    DeviceRegistered: (event) => partsOf(event.data.hardware, event),
    TenantAssociated: ({ data, id }) => [
      write("UPDATE {hardware_parts} SET tenantId = ? WHERE deviceId = ?", data.tenantId, id),
    ],
    HardwareRehashed: (event) => partsOf(event.data.hardware, event),
    DeviceDeregistered: ({ id }) => [partTable.remove({ deviceId: id })],
  },
})
