import type { EnrollmentStatus, PhaseItems } from "#domain/profile"
import { listed, quoted } from "./listed.ts"

const PHASES = [
  ["devicePreparation", "Device preparation"],
  ["deviceSetup", "Device setup"],
  ["accountSetup", "Account setup"],
] as const

const named = (what: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.length === 0 ? [] : [`${what} ${quoted(names, "and")}`]

const appsOf = ({ blockingApps }: PhaseItems): ReadonlyArray<string> => {
  if (blockingApps === "all") return []
  return blockingApps.length === 0 ? ["no app"] : [`only ${quoted(blockingApps, "and")} of its apps`]
}

const awaited = (items: PhaseItems): ReadonlyArray<string> => [
  ...named("the policy", items.securityPolicies),
  ...named("the certificate", items.certificates),
  ...named("the network", items.networkConnections),
  ...appsOf(items),
]

/** What the phases of a page wait for, where the file names it; else they wait for all that is targeted at the device. */
export const phaseWords = (page: EnrollmentStatus): ReadonlyArray<string> =>
  PHASES.flatMap(([phase, title]) => {
    const items = page[phase]
    const waits = awaited(items)
    return [
      ...(waits.length === 0 ? [] : [`${title} waits for ${listed(waits, "and")}.`]),
      ...(items.otherApps.length === 0
        ? []
        : [`${title} does not wait for ${quoted(items.otherApps)}, which it installs too.`]),
    ]
  })
