import { readFileSync } from "node:fs"
import { check } from "#workflows/tools"
import { shippedFiles } from "../support/shipped.ts"

const names = (what: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${what}-${index}`).join(", ")

/** A profile whose pages track as much as Intune allows. */
const text = `dsl: 1
kind: DeploymentProfile
name: everything
extends: pre-provisioned
enrollmentStatus:
  onFailure: [collect-logs, continue, reset, { retry: { limit: 3 } }]
  deviceSetup:
    policies: [${names("policy", 20)}]
    certificates: [${names("certificate", 20)}]
    networks: [${names("network", 10)}]
    apps: { blocking: [${names("app", 100)}] }
  accountSetup:
    apps: { blocking: [${names("app", 100)}] }
`

const KIB_OF_MB = 1_000_000 / 1_024

/** The most that this program had in memory (`VmHWM` of proc(5)); `ru_maxrss` would count what the parent had at the fork. */
const peakKib = (): number => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1])

const started = performance.now()
const { exploration, findings } = check({ file: "everything.yaml", text }, { bases: shippedFiles })
const millis = performance.now() - started
const megabytes = peakKib() / KIB_OF_MB
const isProved = exploration?.complete === true && findings.length === 0
process.stdout.write(JSON.stringify({ millis, megabytes, moments: isProved ? exploration.moments : 0 }))
