import { claimEvents } from "#domain/claim"
import { claimCheckEvents } from "#domain/claim-check"
import { deviceEvents } from "#domain/device"
import { directoryEvents, groupEvents } from "#domain/directory"
import { enrolmentEvents } from "#domain/enrolment"
import { importEvents } from "#domain/import"
import type { FactOf } from "#domain/kernel"
import { partnerEvents } from "#domain/partner"
import { processEvents } from "#domain/process"
import { profileEvents } from "#domain/profile"
import { reportEvents } from "#domain/report"
import { tenantEvents } from "#domain/tenant"

/** Every event that Flightlog stores, by type: the newest Schema of its data. */
export const eventTypes = {
  ...deviceEvents,
  ...tenantEvents,
  ...directoryEvents,
  ...groupEvents,
  ...profileEvents,
  ...claimEvents,
  ...claimCheckEvents,
  ...partnerEvents,
  ...reportEvents,
  ...enrolmentEvents,
  ...importEvents,
  ...processEvents,
}

/** Any event that Flightlog stores, before it has an envelope. */
export type DomainFact = FactOf<typeof eventTypes>
export type DomainFactType = DomainFact["type"]
