import { Schema } from "effect"
import { reader, writer } from "../bytes.ts"
import { i8, u8 } from "./fields.ts"

/** The tool writes times as seconds since 2000-01-01T00:00:00Z. */
const EPOCH_2000 = Date.UTC(2000, 0, 1) / 1000

const isBuild = (text: string): boolean =>
  text.split(".").every((part) => /^(0|[1-9]\d{0,4})$/.test(part) && Number(part) <= 0xffff) &&
  text.split(".").length === 4

const Build = Schema.String.check(
  Schema.makeFilter(
    (text: string) => isBuild(text) || "Expected a build of four numbers such as 10.0.26100.4351",
  ),
)

const isCaptureTime = (text: string): boolean => {
  const seconds = Date.parse(text) / 1000 - EPOCH_2000
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && seconds >= 0 && seconds <= 0xffff_ffff
}

const CaptureTime = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      isCaptureTime(text) || "Expected a UTC time between 2000 and 2136 such as 2026-01-01T00:00:00Z",
  ),
)

/** Record 1: with what, where and when the hash was captured. Two captures of one machine differ here. */
export const Capture = Schema.Struct({
  record: Schema.tag("Capture"),
  toolBuild: Build,
  osBuild: Build,
  /** UTC, to the second. */
  capturedAt: CaptureTime,
  /** Quarters of an hour east of UTC; 120 is found in hashes made in a factory. */
  utcOffsetQuarters: i8,
  /** 2 is a full Windows. */
  osType: u8,
  /** 0 is x86, 9 is x64, 12 is ARM64. */
  osArchitecture: u8,
  toolVersion: u8,
})
export type Capture = typeof Capture.Type

export const readCapture = (payload: Uint8Array): Capture | undefined => {
  if (payload.length !== 24) return undefined
  const from = reader(payload)
  return {
    record: "Capture",
    toolBuild: readBuild(from),
    osBuild: readBuild(from),
    capturedAt: new Date((from.u32() + EPOCH_2000) * 1000).toISOString().replace(".000Z", "Z"),
    utcOffsetQuarters: from.i8(),
    osType: from.u8(),
    osArchitecture: from.u8(),
    toolVersion: from.u8(),
  }
}

export const writeCapture = (capture: Capture): Uint8Array => {
  const out = writer()
  for (const part of [...buildParts(capture.toolBuild), ...buildParts(capture.osBuild)]) out.u16(part)
  out.u32(Date.parse(capture.capturedAt) / 1000 - EPOCH_2000)
  out.u8(capture.utcOffsetQuarters)
  out.u8(capture.osType)
  out.u8(capture.osArchitecture)
  out.u8(capture.toolVersion)
  return out.bytes()
}

/** Builds are stored as minor, major, revision, build and read as major.minor.build.revision. */
const readBuild = (from: ReturnType<typeof reader>): string => {
  const [minor, major, revision, build] = [from.u16(), from.u16(), from.u16(), from.u16()]
  return `${major}.${minor}.${build}.${revision}`
}

const buildParts = (build: string): ReadonlyArray<number> => {
  const [major = 0, minor = 0, number = 0, revision = 0] = build.split(".").map(Number)
  return [minor, major, revision, number]
}
