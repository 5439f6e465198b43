import { autopilotDevices } from "#projections/autopilot-devices"
import { deadlines } from "#projections/deadlines"
import { imports } from "#projections/imports"
import { profiles } from "#projections/profiles"
import type { Projection } from "#projections/runtime"
import { tenants } from "#projections/tenants"

/** Every read model of the service. */
export const allProjections: ReadonlyArray<Projection> = [
  autopilotDevices,
  deadlines,
  imports,
  profiles,
  tenants,
]
