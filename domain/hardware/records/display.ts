import { Schema } from "effect"
import { reader, writer } from "../bytes.ts"
import { u8, u16, u32, u64 } from "./fields.ts"

/** Record 9: a display. A virtual machine writes all ones. */
export const Display = Schema.Struct({
  record: Schema.tag("Display"),
  widthMm: u16,
  heightMm: u16,
  horizontalPixels: u16,
  verticalPixels: u16,
  /** DISPLAYCONFIG output technology: 0x80000000 is a built-in panel. */
  outputTechnology: u32,
})
export type Display = typeof Display.Type

export const readDisplay = (payload: Uint8Array): Display | undefined => {
  if (payload.length !== 12) return undefined
  const from = reader(payload)
  return {
    record: "Display",
    widthMm: from.u16(),
    heightMm: from.u16(),
    horizontalPixels: from.u16(),
    verticalPixels: from.u16(),
    outputTechnology: from.u32(),
  }
}

export const writeDisplay = (display: Display): Uint8Array => {
  const out = writer()
  out.u16(display.widthMm)
  out.u16(display.heightMm)
  out.u16(display.horizontalPixels)
  out.u16(display.verticalPixels)
  out.u32(display.outputTechnology)
  return out.bytes()
}

/** Record 27: the size of the display in centimetres. */
export const DisplaySize = Schema.Struct({ record: Schema.tag("DisplaySize"), widthCm: u16, heightCm: u16 })
export type DisplaySize = typeof DisplaySize.Type

export const readDisplaySize = (payload: Uint8Array): DisplaySize | undefined => {
  if (payload.length !== 4) return undefined
  const from = reader(payload)
  return { record: "DisplaySize", widthCm: from.u16(), heightCm: from.u16() }
}

export const writeDisplaySize = (size: DisplaySize): Uint8Array => {
  const out = writer()
  out.u16(size.widthCm)
  out.u16(size.heightCm)
  return out.bytes()
}

/** Record 29: memory of a video adapter, whose name is in the `VideoAdapter` record that follows; in bytes. */
export const VideoMemory = Schema.Struct({
  record: Schema.tag("VideoMemory"),
  dedicatedVideo: u64,
  dedicatedSystem: u64,
  /** 1 is "no removal". */
  removalPolicy: u8,
  inLocalMachineContainer: u8,
})
export type VideoMemory = typeof VideoMemory.Type

export const readVideoMemory = (payload: Uint8Array): VideoMemory | undefined => {
  if (payload.length !== 18) return undefined
  const from = reader(payload)
  return {
    record: "VideoMemory",
    dedicatedVideo: from.u64(),
    dedicatedSystem: from.u64(),
    removalPolicy: from.u8(),
    inLocalMachineContainer: from.u8(),
  }
}

export const writeVideoMemory = (memory: VideoMemory): Uint8Array => {
  const out = writer()
  out.u64(memory.dedicatedVideo)
  out.u64(memory.dedicatedSystem)
  out.u8(memory.removalPolicy)
  out.u8(memory.inLocalMachineContainer)
  return out.bytes()
}
