import { Schema } from "effect"
import { fromHex, reader, toHex, writer } from "../bytes.ts"
import { hex, hexOf, u8, u16, u32 } from "./fields.ts"

/** Record 10: the case and what it can do. */
export const Enclosure = Schema.Struct({
  record: Schema.tag("Enclosure"),
  /** SMBIOS chassis type: 3 desktop, 9 laptop, 10 notebook, ... */
  chassisType: u8,
  /** 1 desktop, 2 mobile, 3 workstation, 8 slate, ... */
  powerPlatformRole: u8,
  opticalDrive: u8,
  /** Bits: 1 integrated touch, 2 external touch, 4 integrated pen, 8 external pen, 64 multi-input, 128 ready. */
  digitizer: u8,
  touchPoints: u8,
})
export type Enclosure = typeof Enclosure.Type

export const readEnclosure = (payload: Uint8Array): Enclosure | undefined => {
  if (payload.length !== 5) return undefined
  const from = reader(payload)
  return {
    record: "Enclosure",
    chassisType: from.u8(),
    powerPlatformRole: from.u8(),
    opticalDrive: from.u8(),
    digitizer: from.u8(),
    touchPoints: from.u8(),
  }
}

export const writeEnclosure = (enclosure: Enclosure): Uint8Array =>
  Uint8Array.of(
    enclosure.chassisType,
    enclosure.powerPlatformRole,
    enclosure.opticalDrive,
    enclosure.digitizer,
    enclosure.touchPoints,
  )

/** Record 12: the SMBIOS UUID. Its first three groups are stored little-endian, as Microsoft stores a GUID. */
export const SmbiosUuid = Schema.Struct({
  record: Schema.tag("SmbiosUuid"),
  uuid: Schema.String.check(
    Schema.isPattern(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
      message: "Expected a UUID in lower case such as 11111111-2222-4333-8444-555555555555",
    }),
  ),
})
export type SmbiosUuid = typeof SmbiosUuid.Type

/** The order of a GUID's bytes; its own inverse. */
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

const swapGuid = (bytes: Uint8Array): Uint8Array => Uint8Array.from(GUID_ORDER, (index) => bytes[index] ?? 0)

export const readSmbiosUuid = (payload: Uint8Array): SmbiosUuid | undefined =>
  payload.length === 16
    ? {
        record: "SmbiosUuid",
        uuid: toHex(swapGuid(payload)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
      }
    : undefined

export const writeSmbiosUuid = ({ uuid }: SmbiosUuid): Uint8Array =>
  swapGuid(fromHex(uuid.replaceAll("-", "")))

/** Record 11: the offline device id. With kind 1 it is the SHA-256 of the TPM endorsement key's modulus. */
export const OfflineDeviceId = Schema.Struct({
  record: Schema.tag("OfflineDeviceId"),
  status: u32,
  /** 1 is TPM endorsement key; a low byte of 2 is a UEFI variable. */
  idKind: u16,
  id: hex.check(Schema.isMaxLength(2 * 0xffff)),
})
export type OfflineDeviceId = typeof OfflineDeviceId.Type

export const readOfflineDeviceId = (payload: Uint8Array): OfflineDeviceId | undefined => {
  if (payload.length < 10) return undefined
  const from = reader(payload)
  const [status, idKind, length, reserved] = [from.u32(), from.u16(), from.u16(), from.u16()]
  if (reserved !== 0 || length !== from.left()) return undefined
  return { record: "OfflineDeviceId", status, idKind, id: toHex(from.take(length)) }
}

export const writeOfflineDeviceId = ({ status, idKind, id }: OfflineDeviceId): Uint8Array => {
  const out = writer()
  out.u32(status)
  out.u16(idKind)
  out.u16(id.length / 2)
  out.u16(0)
  out.put(fromHex(id))
  return out.bytes()
}

/** Record 25: the modulus of the TPM's RSA-2048 endorsement key, big-endian. */
export const TpmEndorsementKey = Schema.Struct({
  record: Schema.tag("TpmEndorsementKey"),
  modulus: hexOf(256),
})
export type TpmEndorsementKey = typeof TpmEndorsementKey.Type

export const readTpmEndorsementKey = (payload: Uint8Array): TpmEndorsementKey | undefined =>
  payload.length === 256 ? { record: "TpmEndorsementKey", modulus: toHex(payload) } : undefined

export const writeTpmEndorsementKey = ({ modulus }: TpmEndorsementKey): Uint8Array => fromHex(modulus)
