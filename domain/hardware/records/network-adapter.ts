import { Schema } from "effect"
import { fromHex, fromUtf16, reader, toUtf16, writer } from "../bytes.ts"
import { u32, wellFormed } from "./fields.ts"

const MacAddress = Schema.String.check(
  Schema.isPattern(/^([0-9A-F]{2}-){5}[0-9A-F]{2}$/, {
    message: "Expected a MAC address such as 02-00-5E-00-00-01",
  }),
)

/** Record 8: one network adapter. Some tools leave the bus out. */
export const NetworkAdapter = Schema.Struct({
  record: Schema.tag("NetworkAdapter"),
  /** NDIS physical medium: 1 wireless LAN, 9 native 802.11, 10 Bluetooth, 14 Ethernet. */
  medium: u32,
  mac: MacAddress,
  /** How the adapter is attached: `PCI`, `BTH`, `USB`, ... */
  bus: Schema.optionalKey(wellFormed),
})
export type NetworkAdapter = typeof NetworkAdapter.Type

export const readNetworkAdapter = (payload: Uint8Array): NetworkAdapter | undefined => {
  if (payload.length !== 10 && payload.length < 16) return undefined
  const from = reader(payload)
  const medium = from.u32()
  const mac = Array.from(from.take(6), (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("-")
  if (from.left() === 0) return { record: "NetworkAdapter", medium, mac }
  const length = from.u32()
  const name = length === from.left() ? fromUtf16(from.take(length)) : undefined
  return name?.endsWith("\0") ? { record: "NetworkAdapter", medium, mac, bus: name.slice(0, -1) } : undefined
}

export const writeNetworkAdapter = ({ medium, mac, bus }: NetworkAdapter): Uint8Array => {
  const out = writer()
  out.u32(medium)
  out.put(fromHex(mac.replaceAll("-", "")))
  if (bus !== undefined) {
    const name = toUtf16(`${bus}\0`)
    out.u32(name.length)
    out.put(name)
  }
  return out.bytes()
}
