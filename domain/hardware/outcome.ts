import type { Verdict } from "./match.ts"

/** A registration that may be of the same device, and how it compares. */
export interface RegisteredCandidate {
  readonly deviceId: string
  readonly tenant: string
  readonly verdict: Verdict
}

/** What a registration comes to. The device of another tenant is never named. */
export type RegistrationOutcome =
  | { readonly outcome: "new" }
  /** 808 ZtdDeviceAssignedToOtherTenant. */
  | { readonly outcome: "registered elsewhere" }
  /** 813 ZtdDeviceIsNotUnique. */
  | { readonly outcome: "not unique"; readonly deviceIds: ReadonlyArray<string> }
  /** 806 ZtdDeviceAlreadyAssigned; where parts changed, the new capture replaces the old one. */
  | {
      readonly outcome: "already registered"
      readonly deviceId: string
      readonly rehash: boolean
      readonly verdict: Verdict
    }
  /** The device's identity was replaced: it must be deregistered before it can be registered anew. */
  | { readonly outcome: "hardware replaced"; readonly deviceId: string; readonly verdict: Verdict }

/**
 * What the registration of a machine by a tenant comes to, given the registrations that it was compared with. The
 * first that applies: a match with another tenant, several own matches, one own match, none.
 */
export const registrationOutcome = (
  tenant: string,
  candidates: ReadonlyArray<RegisteredCandidate>,
): RegistrationOutcome => {
  const matches = distinct(candidates).filter(({ verdict }) => verdict.verdict !== "different")
  if (matches.some((candidate) => candidate.tenant !== tenant)) return { outcome: "registered elsewhere" }
  const [own, ...others] = matches
  if (own === undefined) return { outcome: "new" }
  if (others.length > 0) return { outcome: "not unique", deviceIds: matches.map(({ deviceId }) => deviceId) }
  const { deviceId, verdict } = own
  return verdict.verdict === "replaced"
    ? { outcome: "hardware replaced", deviceId, verdict }
    : { outcome: "already registered", deviceId, rehash: verdict.verdict === "changed", verdict }
}

/** Each device once, however many of its keys led to it. */
const distinct = (candidates: ReadonlyArray<RegisteredCandidate>): ReadonlyArray<RegisteredCandidate> => [
  ...new Map(candidates.map((candidate) => [candidate.deviceId, candidate])).values(),
]
