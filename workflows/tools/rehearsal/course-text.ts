import { stringify } from "yaml"
import type { Course } from "./course-file.ts"

const FLOW = { collectionStyle: "flow", lineWidth: 0 } as const

/** Writes a course as YAML: one step a line. A device of which nothing is told is left out. */
export const courseText = ({ device, steps }: Course): string => {
  const lines = steps.map((step) => `- ${stringify(step, FLOW).trim()}`)
  if (device === undefined || Object.keys(device).length === 0) return `${lines.join("\n")}\n`
  const told = stringify(device, FLOW).trim()
  return `device: ${told}\nsteps:\n${lines.map((line) => `  ${line}`).join("\n")}\n`
}
