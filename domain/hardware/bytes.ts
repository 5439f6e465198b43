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

/** Room for most records; a hash as a whole makes more as it goes. */
const ROOM = 64

/** Collects little-endian fields into bytes. */
export const writer = () => {
  let out = new Uint8Array(ROOM)
  let length = 0
  const need = (size: number): number => {
    if (length + size > out.length) {
      const more = new Uint8Array(Math.max(2 * out.length, length + size))
      more.set(out)
      out = more
    }
    length += size
    return length - size
  }
  const little = (size: number) => (value: number) => {
    let at = need(size)
    for (let rest = value; at < length; rest = Math.floor(rest / 256)) out[at++] = rest & 0xff
  }
  return {
    u8: little(1),
    u16: little(2),
    u32: little(4),
    u64: little(8),
    put: (bytes: Uint8Array) => {
      const at = need(bytes.length)
      out.set(bytes, at)
    },
    bytes: () => out.slice(0, length),
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
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** The UTF-16LE bytes of a text. */
export const toUtf16 = (text: string): Uint8Array => {
  const out = writer()
  for (let index = 0; index < text.length; index++) out.u16(text.charCodeAt(index))
  return out.bytes()
}

const textOf = (encoding: string) => {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return (bytes: Uint8Array): string | undefined => {
    try {
      return decoder.decode(bytes)
    } catch {
      return undefined
    }
  }
}

/** The text of UTF-16LE bytes, or undefined where they are none. */
export const fromUtf16 = textOf("utf-16le")

/** The text of UTF-8 bytes, or undefined where they are none. */
export const fromUtf8 = textOf("utf-8")

/** The UTF-8 bytes of a text. */
export const toUtf8 = (text: string): Uint8Array => Buffer.from(text)
