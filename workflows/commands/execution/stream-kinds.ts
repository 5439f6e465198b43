import type { DomainFact } from "#domain/catalogue"
import { type ClaimCheckFact, claimCheckDecider } from "#domain/claim-check"
import {
  type DirectoryFact,
  directoryEvents,
  type GroupFact,
  groupDecider,
  groupEvents,
  userDecider,
} from "#domain/directory"
import { type EnrolmentFact, enrolmentDeadline, enrolmentDecider, enrolmentEvents } from "#domain/enrolment"
import { type ImportFact, importDecider, importEvents } from "#domain/import"
import { type PartnerFact, partnerDecider, partnerEvents } from "#domain/partner"
import { type ProcessFact, processDecider, processEvents } from "#domain/process"
import {
  decideProfile,
  evolveProfile,
  initialProfile,
  type ProfileFact,
  profileEvents,
} from "#domain/profile"
import { type DeliveredFact, type ListedFact, lookupDecider, reportDecider } from "#domain/report"
import { type TenantFact, tenantDecider, tenantEvents } from "#domain/tenant"
import { streamKind } from "./stream-kind.ts"

/** The streams with simple rules, for {@link execute}. */
export const tenantKind = streamKind(tenantDecider, (fact: DomainFact): fact is TenantFact =>
  Object.hasOwn(tenantEvents, fact.type),
)

export const userKind = streamKind(userDecider, (fact: DomainFact): fact is DirectoryFact =>
  Object.hasOwn(directoryEvents, fact.type),
)

export const groupKind = streamKind(groupDecider, (fact: DomainFact): fact is GroupFact =>
  Object.hasOwn(groupEvents, fact.type),
)

export const profileKind = streamKind(
  { initial: initialProfile, evolve: evolveProfile, decide: decideProfile },
  (fact: DomainFact): fact is ProfileFact => Object.hasOwn(profileEvents, fact.type),
)

export const importKind = streamKind(importDecider, (fact: DomainFact): fact is ImportFact =>
  Object.hasOwn(importEvents, fact.type),
)

export const processKind = streamKind(processDecider, (fact: DomainFact): fact is ProcessFact =>
  Object.hasOwn(processEvents, fact.type),
)

export const partnerKind = streamKind(partnerDecider, (fact: DomainFact): fact is PartnerFact =>
  Object.hasOwn(partnerEvents, fact.type),
)

export const reportKind = streamKind(
  reportDecider,
  (fact: DomainFact): fact is DeliveredFact => fact.type === "HardwareDelivered",
)

export const lookupKind = streamKind(
  lookupDecider,
  (fact: DomainFact): fact is ListedFact => fact.type === "ReportListed",
)

export const claimCheckKind = streamKind(
  claimCheckDecider,
  (fact: DomainFact): fact is ClaimCheckFact => fact.type === "ClaimChecked",
)

export const enrolmentKind = streamKind(
  enrolmentDecider,
  (fact: DomainFact): fact is EnrolmentFact => Object.hasOwn(enrolmentEvents, fact.type),
  enrolmentDeadline,
)
