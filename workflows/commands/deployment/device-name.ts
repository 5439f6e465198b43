import type { DeviceState } from "#domain/device"
import { deriveId } from "#domain/kernel"
import type { ProfileSettings } from "#domain/profile"

const LENGTH = 15
const DEFAULT = "DESKTOP-%RAND:7%"

/** `count` digits that are always the same for the same device. */
const digits = (deviceId: string, count: number): string =>
  BigInt(`0x${deriveId("device-name", deviceId).replaceAll("-", "")}`)
    .toString()
    .slice(-count)

/** The template that names a device: in a domain a prefix that digits fill up, as the domain-join profile has it. */
export const templateOf = (
  device: Pick<ProfileSettings["device"], "join" | "namePrefix" | "nameTemplate"> | undefined,
): string | null => {
  if (device?.join !== "hybrid" || device.namePrefix === null) return device?.nameTemplate ?? null
  return `${device.namePrefix}%RAND:${LENGTH - device.namePrefix.length}%`
}

/**
 * The name that a template gives a device: `%SERIAL%` is its serial number (letters and digits), `%RAND:5%` stands for
 * five digits; cut to 15 characters, as NetBIOS allows.
 * Source: Windows Autopilot deployment profiles, "Apply device name template".
 *
 * @example deviceName("SALES-%RAND:3%", id, device) // "SALES-204"
 */
export const deviceName = (
  template: string | null,
  deviceId: string,
  { registration, unregistered }: DeviceState,
): string =>
  (template ?? DEFAULT)
    .replaceAll(
      "%SERIAL%",
      ((registration ?? unregistered)?.hardware.serialNumber ?? "").replace(/[^A-Za-z0-9-]/g, ""),
    )
    .replaceAll(/%RAND:(\d+)%/g, (_whole, count) => digits(deviceId, Number(count)))
    .slice(0, LENGTH)
