import { Result } from "effect"
import type { HardwareSummary } from "#domain/hardware"
import {
  chooseProfile,
  type DeviceFacts,
  type Holds,
  isSameVersion,
  type ProfileCatalogue,
} from "#domain/profile"
import type { Decision } from "./decision.ts"
import type { Registration } from "./state.ts"

/** What the rules of assignment see of a registered device; what is not known is an empty text. */
export const deviceFacts = (
  registration: Pick<
    Registration,
    "groupTag" | "orderId" | "purchaseOrder" | "name" | "assignedUser" | "groups"
  > & {
    readonly hardware: Pick<
      HardwareSummary,
      "manufacturer" | "model" | "serialNumber" | "family" | "sku" | "tpmVersion"
    >
  },
): DeviceFacts => ({
  manufacturer: registration.hardware.manufacturer,
  model: registration.hardware.model,
  serialNumber: registration.hardware.serialNumber,
  groupTag: registration.groupTag ?? "",
  orderId: registration.orderId ?? "",
  purchaseOrder: registration.purchaseOrder ?? "",
  systemFamily: registration.hardware.family ?? "",
  skuNumber: registration.hardware.sku ?? "",
  tpmVersion: registration.hardware.tpmVersion ?? "",
  name: registration.name ?? "",
  userAssigned: registration.assignedUser !== null,
  groups: registration.groups,
})

/**
 * Decides which profile a device is to have, on the newest state of the device and the catalogue given.
 *
 * A catalogue older than the one of the present assignment decides nothing: somebody knew more.
 */
export const assignProfile = (
  registration: Registration,
  catalogue: ProfileCatalogue,
  holds: Holds,
): Decision => {
  if (catalogue.generation < registration.catalogue) return Result.succeed([])
  const { candidates, winner } = chooseProfile(catalogue, deviceFacts(registration), holds)
  // That nothing applies is told once, so that it can be read why.
  const isFirst = winner === null && registration.catalogue === 0 && catalogue.generation > 0
  if (isSameVersion(winner, registration.profile) && !isFirst) return Result.succeed([])
  const basis = { candidates, catalogue: catalogue.generation }
  return Result.succeed([
    winner === null
      ? { type: "ProfileUnassigned", data: basis }
      : { type: "ProfileAssigned", data: { profile: winner, ...basis } },
  ])
}
