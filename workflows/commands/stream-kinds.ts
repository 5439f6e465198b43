import type { DomainFact } from "#domain/catalogue"
import { type ClaimCheckFact, claimCheckDecider } from "#domain/claim-check"
import { type DirectoryFact, directoryEvents, userDecider } from "#domain/directory"
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

/** The streams with simple rules, for {@link execute}. */
export const tenantKind = {
  decider: tenantDecider,
  isOwn: (fact: DomainFact): fact is TenantFact => Object.hasOwn(tenantEvents, fact.type),
}

export const userKind = {
  decider: userDecider,
  isOwn: (fact: DomainFact): fact is DirectoryFact => Object.hasOwn(directoryEvents, fact.type),
}

export const profileKind = {
  decider: { initial: initialProfile, evolve: evolveProfile, decide: decideProfile },
  isOwn: (fact: DomainFact): fact is ProfileFact => Object.hasOwn(profileEvents, fact.type),
}

export const importKind = {
  decider: importDecider,
  isOwn: (fact: DomainFact): fact is ImportFact => Object.hasOwn(importEvents, fact.type),
}

export const processKind = {
  decider: processDecider,
  isOwn: (fact: DomainFact): fact is ProcessFact => Object.hasOwn(processEvents, fact.type),
}

export const partnerKind = {
  decider: partnerDecider,
  isOwn: (fact: DomainFact): fact is PartnerFact => Object.hasOwn(partnerEvents, fact.type),
}

export const reportKind = {
  decider: reportDecider,
  isOwn: (fact: DomainFact): fact is DeliveredFact => fact.type === "HardwareDelivered",
}

export const lookupKind = {
  decider: lookupDecider,
  isOwn: (fact: DomainFact): fact is ListedFact => fact.type === "ReportListed",
}

export const claimCheckKind = {
  decider: claimCheckDecider,
  isOwn: (fact: DomainFact): fact is ClaimCheckFact => fact.type === "ClaimChecked",
}
