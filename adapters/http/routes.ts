import type { Route } from "./exchange/route.ts"
import { deviceActionRoutes } from "./graph/device-actions.ts"
import { graphGroupMemberRoutes } from "./graph/group-members.ts"
import { graphGroupRoutes } from "./graph/groups.ts"
import { managedDeviceActionRoutes } from "./graph/managed-device-actions.ts"
import { collectionRoutes } from "./graph/resources.ts"
import { autopilotResetRoutes } from "./native/autopilot-reset.ts"
import { buildReportRoutes } from "./native/build-reports.ts"
import { claimCheckRoutes } from "./native/claim-checks.ts"
import { codeRoutes } from "./native/codes.ts"
import { auditRoutes } from "./native/device-audit.ts"
import { deviceExplainRoutes } from "./native/device-explain.ts"
import { deviceGraph } from "./native/device-graph.ts"
import { deviceOrderRoutes } from "./native/device-order.ts"
import { deviceRoutes } from "./native/devices.ts"
import { discoverRoutes } from "./native/discover.ts"
import { enrolmentRoutes } from "./native/enrolments.ts"
import { groupRoutes } from "./native/groups.ts"
import { hardwareRoutes } from "./native/hardware.ts"
import { importRoutes } from "./native/imports.ts"
import { partnerRoutes } from "./native/partner-authorizations.ts"
import { profileRoutes } from "./native/profiles/routes.ts"
import { rehashRoutes } from "./native/rehash.ts"
import { reportRoutes } from "./native/reports.ts"
import { signalRoutes } from "./native/signals.ts"
import { tenantRoutes } from "./native/tenants.ts"
import { userRoutes } from "./native/users.ts"
import { aboutRoutes } from "./operations/about.ts"
import { healthRoutes } from "./operations/health.ts"
import { metricsRoutes } from "./operations/metrics.ts"

const SERVED: ReadonlyArray<Route> = [
  ...collectionRoutes,
  ...deviceActionRoutes,
  ...managedDeviceActionRoutes,
  ...tenantRoutes,
  ...userRoutes,
  ...groupRoutes,
  ...graphGroupRoutes,
  ...graphGroupMemberRoutes,
  ...profileRoutes,
  ...claimCheckRoutes,
  ...deviceRoutes,
  ...deviceOrderRoutes,
  ...signalRoutes,
  ...deviceExplainRoutes,
  ...rehashRoutes,
  ...importRoutes,
  ...partnerRoutes,
  ...buildReportRoutes,
  ...discoverRoutes,
  ...reportRoutes,
  ...enrolmentRoutes,
  ...auditRoutes,
  deviceGraph,
  ...codeRoutes,
  ...autopilotResetRoutes,
  ...hardwareRoutes,
  ...healthRoutes,
  ...metricsRoutes,
]

/**
 * Every route of the service: Hono serves them, and `/openapi.json` describes them.
 *
 * @param version of Flightlog
 */
export const allRoutes = (version: string): ReadonlyArray<Route> => [
  ...aboutRoutes(SERVED, version),
  ...SERVED,
]
