import type { EnrollmentStatus, PhaseItems } from "#domain/profile"
import { type NotShared, unless } from "./not-shared.ts"

const MINUTE = 60_000

/** A length of time in whole minutes, as Graph counts it; what is left over counts as one. */
export const wholeMinutes = (millis: number): number => Math.ceil(millis / MINUTE)

/** How often `retry` may be chosen where nothing else is said. */
const RETRIES = 3

/** Graph knows whether one may try again, not how often; and whole minutes. */
export const retriesNotShared = ({
  onFailure,
  timeoutMillis,
}: Pick<EnrollmentStatus, "onFailure" | "timeoutMillis">): ReadonlyArray<NotShared> => [
  ...unless(onFailure.retryLimit === 0 || onFailure.retryLimit === RETRIES, {
    property: "enrollmentStatus.onFailure.retry.limit",
    value: onFailure.retryLimit,
    why: "Graph says whether one may try again, not how often.",
  }),
  ...unless(timeoutMillis % MINUTE === 0, {
    property: "enrollmentStatus.timeout",
    value: timeoutMillis,
    why: "Graph counts whole minutes; it was rounded up.",
  }),
]

const NAMES = {
  securityPolicies: "policies",
  certificates: "certificates",
  networkConnections: "networks",
  otherApps: "apps.others",
} as const

const phaseNotShared = (phase: string, items: PhaseItems): ReadonlyArray<NotShared> =>
  (["securityPolicies", "certificates", "networkConnections", "otherApps"] as const).flatMap((list) =>
    unless(items[list].length === 0, {
      property: `enrollmentStatus.${phase}.${NAMES[list]}`,
      value: items[list],
      why: "Graph's page waits for what is assigned; it names none of these.",
    }),
  )

/** Lists of items that Graph's page does not have. */
export const itemsNotShared = (page: EnrollmentStatus): ReadonlyArray<NotShared> => [
  ...phaseNotShared("devicePreparation", page.devicePreparation),
  ...phaseNotShared("deviceSetup", page.deviceSetup),
  ...phaseNotShared("accountSetup", page.accountSetup),
]

/** What a page within a profile says that only a page for itself can say. */
export const phasesNotShared = (page: EnrollmentStatus, why: string): ReadonlyArray<NotShared> => [
  ...itemsNotShared(page),
  ...(["deviceSetup", "accountSetup"] as const).flatMap((phase) =>
    unless(page[phase].blockingApps === "all", {
      property: `enrollmentStatus.${phase}.apps.blocking`,
      value: page[phase].blockingApps,
      why,
    }),
  ),
  ...(["onlyOobe", "onlyFirstUser", "qualityUpdates", "failOnlyBlocking"] as const).flatMap((flag) =>
    unless(page[flag], { property: `enrollmentStatus.${flag}`, value: page[flag], why }),
  ),
]
