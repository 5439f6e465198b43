import type { Reading } from "./reading.ts"

interface DiskName {
  readonly serialNumber: string
  readonly model: string
}

/** The disks in their order; the n-th serial number belongs to the n-th disk. */
export const disksOf = (reading: Reading) =>
  reading.texts("DiskSerialNumber").map((text, index) => ({
    ...diskName(text),
    capacityGB: reading.all("Disk")[index]?.capacityGB ?? null,
  }))

/** The disk that Windows was started from; some tools name it by the first disk only. */
export const systemDiskOf = (reading: Reading): DiskName | null => {
  const text = reading.text("SystemDiskSerialNumber") ?? reading.text("DiskSerialNumber")
  return text === null ? null : diskName(text)
}

/** A disk is written `SERIAL|MODEL|`. */
const diskName = (text: string): DiskName => {
  const [serialNumber = "", model = ""] = text.split("|")
  return { serialNumber: serialNumber.trim(), model: model.trim() }
}
