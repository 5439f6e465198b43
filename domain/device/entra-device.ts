import { deriveId } from "#domain/kernel"

/**
 * The device object in the directory (Entra): made when a device is registered, a new one for each life, and the one that
 * the device joins as. Source: Windows Autopilot registration overview.
 */
export const entraDeviceIdOf = (deviceId: string, life: number): string =>
  deriveId("entra-device", deviceId, `${life}`)
