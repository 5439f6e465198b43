import { projection } from "#projections/runtime"
import { ordinary } from "./ordinary.ts"
import { outcome } from "./outcome.ts"
import { progress } from "./progress.ts"
import { managedTable, progressTable } from "./tables.ts"

/**
 * The devices under management. Intune is not Autopilot: a registered device comes into this list only once it has been
 * through OOBE and a licensed user has signed in, and leaves it only when its Intune record is removed. A device that
 * enrols by its own TPM has no user then: its attestation stands for the sign-in. One that enrols again has its entry
 * renewed. A device that enrolled without being registered is in the list as one that did not come through Autopilot.
 *
 * Source: Windows Autopilot registration overview.
 */
export const managedDevices = projection({
  name: "managed-devices",
  version: 3,
  tables: [managedTable, progressTable],
  on: { ...progress, ...outcome, ...ordinary },
})
