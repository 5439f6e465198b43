import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const BIN = fileURLToPath(new URL("../../adapters/cli/bin.ts", import.meta.url))
const UP_WITHIN_MILLIS = 120_000

/** A real server process on a store. */
export interface RealServer {
  readonly address: string
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>
}

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ""
    const fail = (why: string) => reject(new Error(`The server did not come up: ${why}\n${said}`))
    const late = setTimeout(() => fail(`it was silent for ${UP_WITHIN_MILLIS} ms`), UP_WITHIN_MILLIS)
    const hear = (data: Buffer) => {
      said += data.toString()
      const address = /listens on (\S+)/.exec(said)?.[1]
      if (address === undefined) return
      clearTimeout(late)
      resolve(address)
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", hear)
    child.once("exit", () => {
      clearTimeout(late)
      fail("it ended")
    })
  })

/** Starts `flightlog serve` on the log in a file, and waits until it listens. */
export const startServer = async (log: string): Promise<RealServer> => {
  const child = spawn(process.execPath, [BIN, "serve", "--port", "0", "--store", `sqlite:${log}`], {
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = once(child, "close")
  // Nothing is left behind by a run that is broken off.
  const clear = () => void child.kill("SIGKILL")
  process.once("exit", clear)
  return {
    address: await addressOf(child),
    kill: async () => {
      process.off("exit", clear)
      child.kill("SIGKILL")
      await ended
    },
  }
}
