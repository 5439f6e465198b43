#!/usr/bin/env node
// The way in for whatever Node starts this: an older one hands over to the Node that came with Flightlog. Plain
// JavaScript, because an older Node cannot read anything else.
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const NEEDED = 24
const IO_ERROR = 74
const SIGNALLED = 128

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url))

const bin = pathOf("./bin.ts")
const given = process.argv.slice(2)
const pinned = pathOf("../../node_modules/.bin/node")

// With 4 GB allowed, Node lets garbage grow to several times what lives before it collects it; the service needs a fraction of that.
const SERVICE_HEAP = ["--max-old-space-size=1024", "--max-semi-space-size=16"]

const isHeapChosen = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].some((options) =>
  options.includes("-space-size"),
)
const flags = given[0] === "serve" && !isHeapChosen ? SERVICE_HEAP : []

const handOver = () => {
  const child = spawn(pinned, [...flags, bin, ...given], { stdio: "inherit" })
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
  child.on("exit", (code) => process.exit(code ?? SIGNALLED))
}

const run = () => {
  // The heap is sized when Node starts. Windows cannot put another start of Node in this one's place.
  if (flags.length > 0 && process.platform !== "win32")
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...flags, bin, ...given])
  return import("./bin.ts")
}

if (Number(process.versions.node.split(".")[0]) >= NEEDED) await run()
else if (existsSync(pinned)) handOver()
else {
  process.stderr.write(
    `Error: Flightlog needs Node ${NEEDED} or newer; this is Node ${process.versions.node}.\n` +
      `Where: ${process.execPath}\n` +
      "To do: Run npm ci in the directory of Flightlog: it brings the right Node with it.\n",
  )
  process.exitCode = IO_ERROR
}
