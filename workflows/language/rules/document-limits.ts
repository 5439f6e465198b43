import type { Check } from "../finding.ts"

/**
 * What a file may hold, so that no file can make the linter hang. `nodes` counts values with aliases resolved,
 * `mistakes` are those of shape.
 */
export const LIMITS = {
  bytes: 256 * 1024,
  depth: 40,
  nodes: 20_000,
  aliases: 100,
  states: 300,
  mistakes: 200,
} as const

/** Files that are empty, too large, too deep, swollen by aliases, or no profiles at all. */
export const documentLimits: Check = {
  code: "FL002",
  severity: "error",
  title: "The file is empty, or larger or deeper than a profile can be",
}
