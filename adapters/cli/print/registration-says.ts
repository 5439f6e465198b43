import { Option, Schema } from "effect"
import { deviceEvents, type Identifier, type LeftBehind } from "#domain/device"
import { utc } from "./moment.ts"

const {
  authorization,
  convertedBy,
  groupTag,
  identifiedBy,
  import: from,
  known,
  method,
} = deviceEvents.DeviceRegistered.fields
const decode = Schema.decodeUnknownOption(
  Schema.Struct({ method, groupTag, authorization, import: from, identifiedBy, known, convertedBy }),
)

const TOLD_BY: { readonly [identifier in Identifier]: string } = {
  hash: "its hardware hash",
  pkid: "its product key id",
  tuple: "manufacturer, model and serial number",
}

/** How a device came into the service: by which method, told by what, under which grant, from which file and line. */
export const registrationSays = (data: unknown): string => {
  const said = Option.getOrUndefined(decode(data))
  if (said === undefined) return "registered"
  const { authorization, convertedBy, groupTag, identifiedBy, import: from, known, method } = said
  const by = identifiedBy === undefined ? "" : ` by ${TOLD_BY[identifiedBy]}`
  return [
    `registered (${method})${by}, group tag ${groupTag === null ? "none" : `"${groupTag}"`}`,
    authorization === null ? "" : `under the authorization ${authorization.id} of ${authorization.partnerId}`,
    from === null ? "" : `from the import ${from.importId}, line ${from.line}`,
    convertedBy === undefined
      ? ""
      : `wanted by the profile "${convertedBy.profile.name}" version ${convertedBy.profile.version}`,
    known === undefined
      ? ""
      : `its hash was known since ${utc(known.since)} UTC, from ${known.by.id} (${known.delivery.deliveryId}, line ${known.delivery.line})`,
  ]
    .filter((part) => part !== "")
    .join("; ")
}

const LEFT_BEHIND: { readonly [What in LeftBehind["what"]]: string } = {
  "intune-record": "its Intune record",
  "directory-object": "its device object in Entra",
  "on-premises-computer": "its computer object on-premises",
}

const decodeEnd = Schema.decodeUnknownOption(deviceEvents.DeviceDeregistered)

/** How a registration ended: why, under which grant where a partner ended it, and what outlives it. */
export const deregistrationSays = (data: unknown): string => {
  const said = Option.getOrUndefined(decodeEnd(data))
  if (said === undefined) return "deregistered"
  const { authorization: under, leftBehind = [], reason } = said
  const by = under == null ? "" : `; under the authorization ${under.id} of ${under.partnerId}`
  const left = leftBehind.map(({ what }) => LEFT_BEHIND[what]).join(", ")
  return `deregistered: ${reason}${by}${left === "" ? "" : `; left behind: ${left}`}`
}
