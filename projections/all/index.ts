import { autopilotDevices } from "#projections/autopilot-devices"
import { autopilotEvents } from "#projections/autopilot-events"
import { claimChecks } from "#projections/claim-checks"
import { conversions } from "#projections/conversions"
import { deadlines } from "#projections/deadlines"
import { groups } from "#projections/groups"
import { hardwareParts } from "#projections/hardware-parts"
import { imports } from "#projections/imports"
import { managedDevices } from "#projections/managed-devices"
import { partners } from "#projections/partners"
import { profiles } from "#projections/profiles"
import type { Projection } from "#projections/runtime"
import { tenants } from "#projections/tenants"

/** Every read model of the service. */
export const allProjections: ReadonlyArray<Projection> = [
  autopilotDevices,
  autopilotEvents,
  claimChecks,
  conversions,
  deadlines,
  groups,
  hardwareParts,
  imports,
  managedDevices,
  partners,
  profiles,
  tenants,
]
