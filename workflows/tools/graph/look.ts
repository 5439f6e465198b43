import type { Look } from "./drawing.ts"

/** Colours that stay apart for people who see red and green alike; text on them keeps a contrast of 7 to 1. */
export const INK = {
  line: "#333333",
  faint: "#555555",
  frame: "#999999",
  timeout: "#8a5a00",
  now: "#fff3b0",
} as const

/** Where a device is, and the way it went. */
export const LIT = "#6a1b9a"

/** Fill and border of a state by what it is. */
export const lookColours: { readonly [look in Look]: { readonly fill: string; readonly line: string } } = {
  waits: { fill: "#ffffff", line: "#333333" },
  page: { fill: "#e3edfb", line: "#1f4e8c" },
  rests: { fill: "#eeeeee", line: "#666666" },
  done: { fill: "#f4f4f4", line: "#333333" },
  success: { fill: "#d7f0dc", line: "#1b6e2c" },
  successWithTimeout: { fill: "#fdeecb", line: "#8a5a00" },
  failure: { fill: "#fadbd8", line: "#a3201a" },
  retired: { fill: "#e6e6e6", line: "#444444" },
}
