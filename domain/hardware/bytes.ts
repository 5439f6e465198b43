/** Reads little-endian fields one after another; the caller has checked that the bytes are enough. */
export const reader = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const step = (size: number): number => {
    at += size
    return at - size
  }
  return {
    u8: () => view.getUint8(step(1)),
    i8: () => view.getInt8(step(1)),
    u16: () => view.getUint16(step(2), true),
    u32: () => view.getUint32(step(4), true),
    /** NaN where a number cannot hold the value exactly. */
    u64: () => {
      const value = Number(view.getBigUint64(step(8), true))
      return Number.isSafeInteger(value) ? value : Number.NaN
    },
    take: (size: number) => bytes.slice(step(size), at),
    left: () => bytes.length - at,
  }
}

/** Collects little-endian fields into bytes. */
export const writer = () => {
  const out: Array<number> = []
  const little = (size: number) => (value: number) => {
    let rest = value
    for (let index = 0; index < size; index++) {
      out.push(rest & 0xff)
      rest = Math.floor(rest / 256)
    }
  }
  return {
    u8: little(1),
    u16: little(2),
    u32: little(4),
    u64: little(8),
    put: (bytes: Iterable<number>) => {
      for (const byte of bytes) out.push(byte)
    },
    bytes: () => Uint8Array.from(out),
  }
}

/** Lower-case hexadecimal text of bytes. */
export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")

/** The bytes of a hexadecimal text of even length. */
export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"))

/** Bytes for people: `4F 41`. */
export const showBytes = (bytes: Uint8Array): string =>
  toHex(bytes).toUpperCase().match(/../g)?.join(" ") ?? "nothing"

/** Tells whether two byte strings are the same. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

/** The UTF-16LE bytes of a text. */
export const toUtf16 = (text: string): Uint8Array => {
  const out = writer()
  for (let index = 0; index < text.length; index++) out.u16(text.charCodeAt(index))
  return out.bytes()
}

/** The text of UTF-16LE bytes, or undefined where they are none. */
export const fromUtf16 = (bytes: Uint8Array): string | undefined => decodeText("utf-16le", bytes)

/** The text of UTF-8 bytes, or undefined where they are none. */
export const fromUtf8 = (bytes: Uint8Array): string | undefined => decodeText("utf-8", bytes)

const decodeText = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
