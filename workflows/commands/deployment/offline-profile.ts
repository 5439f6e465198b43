import { Effect } from "effect"
import { deviceCode } from "#domain/codes"
import { isByTpm, type OfflineProfile } from "#domain/device"
import { isUuid, Refusal, streamName } from "#domain/kernel"
import { type MachineRef, scenarioOf } from "#domain/profile"
import { stateOf } from "../execution/execute.ts"
import { readFacts } from "../execution/history.ts"
import { tenantKind } from "../execution/stream-kinds.ts"

const gone = (correlationId: string) => {
  const { code, cure, name } = deviceCode("ZtdAssignedProfileDoesNotExist")
  return new Refusal({
    kind: "unknown",
    code: "offline-profile-unknown",
    number: code ?? "",
    what: `The file on the device names the profile ${JSON.stringify(correlationId)}, which does not exist (${name}).`,
    remedy: `Write the file anew: flightlog profile export NAME --to autopilot-json. ${cure}`,
  })
}

const foreign = (domain: string) =>
  new Refusal({
    kind: "forbidden",
    code: "offline-profile-of-another-tenant",
    what: `The file on the device names the domain ${JSON.stringify(domain)}, which is not that of its profile's tenant.`,
    remedy: "Write the file anew: flightlog profile export NAME --to autopilot-json.",
  })

const notUserDriven = () =>
  new Refusal({
    kind: "unprocessable",
    code: "offline-profile-not-user-driven",
    what: "The file on the device asks for a deployment by its TPM; a file can start a user-driven one only.",
    remedy: "Register the device and assign the profile to it.",
  })

/** A profile that a file on a device's disk names, as it is published now. */
export interface Offered {
  readonly tenantId: string
  readonly correlationId: string
  readonly profile: MachineRef
  readonly scenario: ReturnType<typeof scenarioOf>
}

/** The newest version of the profile that a file names, whoever's it is. */
const newestVersion = Effect.fnUntraced(function* (correlationId: string) {
  if (!isUuid(correlationId)) return undefined
  const profileId = correlationId.toLowerCase()
  const facts = yield* readFacts(streamName("profile", profileId))
  const last = facts.at(-1)
  if (last === undefined || last.fact.type !== "ProfilePublished") return undefined
  const { machineDigest: digest, name, settings, version } = last.fact.data
  const tenantId = last.event.metadata.tenant
  return settings === null || tenantId === undefined
    ? undefined
    : { tenantId, settings, profile: { profileId, name, version, digest } }
})

/**
 * Finds the profile that a device's `AutopilotConfigurationFile.json` names. The file is what the device says of itself:
 * it is held against the tenant that the profile belongs to.
 *
 * Refuses with 809 (no such profile), and files of other tenants and for deployments by TPM.
 */
export const offlineProfile = Effect.fnUntraced(function* (file: OfflineProfile) {
  const found = yield* newestVersion(file.ZtdCorrelationId)
  if (found === undefined) return yield* gone(file.ZtdCorrelationId)
  const { profile, settings, tenantId } = found
  const { created } = (yield* stateOf(tenantKind, streamName("tenant", tenantId))).state
  const domain = file.CloudAssignedTenantDomain.toLowerCase()
  if (created?.domains.includes(domain) !== true) return yield* foreign(file.CloudAssignedTenantDomain)
  if (isByTpm(file) || settings.oobe.mode === "self-deploying") return yield* notUserDriven()
  return {
    tenantId,
    correlationId: profile.profileId,
    profile,
    scenario: scenarioOf(settings, "user"),
  } satisfies Offered
})
