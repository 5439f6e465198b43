import type { DomainFact } from "#domain/catalogue"
import { type DirectoryFact, directoryEvents, userDecider } from "#domain/directory"
import { type ImportFact, importDecider, importEvents } from "#domain/import"
import { type ProcessFact, processDecider, processEvents } from "#domain/process"
import {
  decideProfile,
  evolveProfile,
  initialProfile,
  type ProfileFact,
  profileEvents,
} from "#domain/profile"
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
