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

const handOver = (pinned) => {
  const child = spawn(pinned, [pathOf("./bin.ts"), ...process.argv.slice(2)], { stdio: "inherit" })
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
  child.on("exit", (code) => process.exit(code ?? SIGNALLED))
}

const pinned = pathOf("../../node_modules/.bin/node")

if (Number(process.versions.node.split(".")[0]) >= NEEDED) await import("./bin.ts")
else if (existsSync(pinned)) handOver(pinned)
else {
  process.stderr.write(
    `Error: Flightlog needs Node ${NEEDED} or newer; this is Node ${process.versions.node}.\n` +
      `Where: ${process.execPath}\n` +
      "To do: Run npm ci in the directory of Flightlog: it brings the right Node with it.\n",
  )
  process.exitCode = IO_ERROR
}
