import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { cloneId } from "../clone-devices.ts"
import type { Measured } from "../figure.ts"
import type { LargeStore } from "./large-store.ts"

/** As an operator starts it: the launcher gives the service its heap. */
const LAUNCHER = fileURLToPath(new URL("../../../adapters/cli/flightlog.js", import.meta.url))
const LIST = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"

const MOST_MEGABYTES = 400
const MOST_SECONDS = 2
const READS = 2_000
const SIDE_BY_SIDE = 16

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

const start = async (path: string) => {
  const begun = performance.now()
  const child = spawn(process.execPath, [LAUNCHER, "serve", "--port", "0", "--store", `sqlite:${path}`], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NO_COLOR: "1" },
  })
  let out = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text
  })
  const stop = async () => {
    child.kill("SIGTERM")
    await once(child, "close")
  }
  for (;;) {
    const address = /listens on (\S+)/.exec(out)?.[1]
    const ready = address === undefined ? undefined : await fetch(`${address}/health/ready`)
    if (address !== undefined && ready?.status === 200)
      return { address, stop, pid: child.pid ?? 0, seconds: (performance.now() - begun) / 1000 }
    if (child.exitCode !== null) throw new Error("The server ended before it was ready.")
    await pause(10)
  }
}

/** What a process has in memory, in megabytes (`VmRSS` of proc(5)). */
const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024

const read = async (address: string, { devices }: LargeStore) => {
  for (let time = 0; time < READS / SIDE_BY_SIDE; time++) {
    const id = cloneId(Math.floor(Math.random() * devices))
    const paths = [`${LIST}/${id}`, `${LIST}?$top=50`, `/api/devices/${id}/history`]
    const answer = await fetch(address + paths[time % paths.length])
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
}

const row = (work: string, unit: string, value: number, most: number): Measured => ({
  work,
  value: Math.round(value * 100) / 100,
  unit,
  baseline: null,
  ratio: null,
  target: `<= ${most} ${unit}`,
  met: value <= most,
})

/** What the figures of a server on that many devices are called. */
export const serverNames = (devices: number) => {
  const at = `server at ${devices.toLocaleString("en")} devices`
  return {
    ready: `${at}: ready after a restart`,
    memory: `${at}: memory after ${READS.toLocaleString("en")} reads`,
  }
}

/** A real server on a large store, started anew: how soon it is ready, and what it has in memory after it was read from. */
export const serverFigures = async (store: LargeStore): Promise<ReadonlyArray<Measured>> => {
  const first = await start(store.path)
  await first.stop()
  const { address, pid, seconds, stop } = await start(store.path)
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => read(address, store)))
  const megabytes = residentMegabytes(pid)
  await stop()
  const names = serverNames(store.devices)
  return [row(names.ready, "s", seconds, MOST_SECONDS), row(names.memory, "MB", megabytes, MOST_MEGABYTES)]
}
