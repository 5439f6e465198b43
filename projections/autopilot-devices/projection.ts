import { projection } from "#projections/runtime"
import { offers, tpmProfileTable } from "./assignment-status.ts"
import { deployment } from "./deployment.ts"
import { registration } from "./registration.ts"
import { deviceTable, recordTable } from "./table.ts"

/** The Windows Autopilot devices: every live registration, with the profile it is to get and how its enrolment stands. */
export const autopilotDevices = projection({
  name: "autopilot-devices",
  version: 4,
  tables: [deviceTable, recordTable, tpmProfileTable],
  on: { ...registration, ...deployment, ...offers },
})
