import { Result } from "effect"
import type { Identifier, RegistrationMethod } from "#domain/device"
import type { Refusal } from "#domain/kernel"
import { type PartnerKind, partnerKindName } from "#domain/partner"
import { channelNotAllowed, identifierNotAllowed } from "./refusals.ts"

/** Who registers a device: the tenant that owns it, or a partner on its behalf. */
export type Registrar = "owner" | PartnerKind

/** How registrations reach the service. */
export type Channel = "api" | "file"

/** One way of registration and its limits. */
export interface Way {
  readonly method: RegistrationMethod
  readonly identifiers: ReadonlyArray<Identifier>
  readonly channels: ReadonlyArray<Channel>
  /** How a device must have been registered for this registrar to end it. */
  readonly ends: ReadonlyArray<RegistrationMethod>
}

const ANY: ReadonlyArray<Identifier> = ["hash", "pkid", "tuple"]
const ALL = ["oem", "csp", "reseller", "automatic", "manual"] as const
/** A CSP partner ends what came through its own portal, never what the customer registered itself. */
const THROUGH_PARTNERS = ["csp", "reseller"] as const

/**
 * Every way of registration. Sources: Microsoft Learn "Manually register devices with Windows Autopilot" (owners: hash
 * only), "OEM registration" (no raw hash; may end what it did not register), "Partner registration" and "Windows
 * Autopilot customer consent" (provider by API, reseller by file), "Windows Autopilot motherboard replacement" (what a
 * partner may end).
 */
export const WAYS: { readonly [registrar in Registrar]: Way } = {
  owner: { method: "manual", identifiers: ["hash"], channels: ["api", "file"], ends: ALL },
  oem: { method: "oem", identifiers: ["pkid", "tuple"], channels: ["api"], ends: ALL },
  "direct-csp": { method: "csp", identifiers: ANY, channels: ["api", "file"], ends: THROUGH_PARTNERS },
  "indirect-provider": { method: "csp", identifiers: ANY, channels: ["api"], ends: THROUGH_PARTNERS },
  "indirect-reseller": { method: "reseller", identifiers: ANY, channels: ["file"], ends: THROUGH_PARTNERS },
}

const nameOf = (registrar: Registrar): string =>
  registrar === "owner" ? "owner" : partnerKindName(registrar)

const REGISTRARS = ["owner", "oem", "direct-csp", "indirect-provider", "indirect-reseller"] as const

/** The registrars whose way allows something, by what people call them. */
const whoMay = (allows: (way: Way) => boolean): ReadonlyArray<string> =>
  REGISTRARS.filter((registrar) => allows(WAYS[registrar])).map(nameOf)

/** How somebody wants to register a device. */
export interface Intended {
  readonly identifier: Identifier
  readonly channel: Channel
}

/** The way of a registrar, or why it is not open: the refusal says who may do it so. */
export const wayOf = (
  registrar: Registrar,
  { channel, identifier }: Intended,
): Result.Result<Way, Refusal> => {
  const way = WAYS[registrar]
  const name = nameOf(registrar)
  if (!way.identifiers.includes(identifier))
    return Result.fail(
      identifierNotAllowed(
        name,
        identifier,
        whoMay(({ identifiers }) => identifiers.includes(identifier)),
      ),
    )
  return way.channels.includes(channel)
    ? Result.succeed(way)
    : Result.fail(channelNotAllowed(name, channel, way.channels))
}
