import type { Identifier } from "#domain/device"
import { Refusal } from "#domain/kernel"
import type { Channel } from "./ways.ts"

const identifierName: { readonly [identifier in Identifier]: string } = {
  hash: "its hardware hash",
  pkid: "its product key id (PKID)",
  tuple: "manufacturer, model and serial number",
}

const withArticle = (name: string): string => `${/^[aeiou]/.test(name) ? "An" : "A"} ${name}`

/** The registrar may not tell a device by this. */
export const identifierNotAllowed = (
  registrar: string,
  identifier: Identifier,
  whoMay: ReadonlyArray<string>,
) =>
  new Refusal({
    kind: "forbidden",
    code: "identifier-not-allowed",
    what: `${withArticle(registrar)} cannot register a device by ${identifierName[identifier]}; that is open to: ${whoMay.join(", ")}.`,
    remedy:
      identifier === "hash"
        ? "Use the product key id, or manufacturer, model and serial number, of a machine whose hash was delivered."
        : "Capture the hardware hash on the device and register that, or ask one of those who may.",
  })

const channelName: { readonly [channel in Channel]: string } = { api: "by API", file: "by file" }

/** The registrar may not register on this channel. */
export const channelNotAllowed = (registrar: string, channel: Channel, open: ReadonlyArray<Channel>) =>
  new Refusal({
    kind: "forbidden",
    code: "channel-not-allowed",
    what: `${withArticle(registrar)} cannot register devices ${channelName[channel]}.`,
    remedy: `Register them ${open.map((one) => channelName[one]).join(" or ")}.`,
  })
