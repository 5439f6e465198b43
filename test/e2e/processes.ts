import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"

const BIN = fileURLToPath(new URL("../../adapters/cli/bin.ts", import.meta.url))

/** What a finished process left. */
export interface Finished {
  readonly exit: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A real process of the command line. */
export interface Running {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** What it has written to stdout so far. */
  stdout(): string
  stderr(): string
}

interface Given {
  readonly environment?: NodeJS.ProcessEnv
  readonly program?: string
}

/** Starts `flightlog ARGS` as a process of its own; it is killed when the test ends. */
export const start = (
  args: ReadonlyArray<string>,
  { environment = {}, program = BIN }: Given = {},
): Running => {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NO_COLOR: "1", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  })
  const out: Array<Buffer> = []
  const err: Array<Buffer> = []
  child.stdout.on("data", (data) => out.push(data))
  child.stderr.on("data", (data) => err.push(data))
  const stdout = () => Buffer.concat(out).toString()
  const stderr = () => Buffer.concat(err).toString()
  const finished = once(child, "close").then(([exit, signal]) => ({
    exit,
    signal,
    stdout: stdout(),
    stderr: stderr(),
  }))
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL")
    await finished
  })
  return { child, finished, stdout, stderr }
}

/** Runs `flightlog ARGS` to its end. */
export const run = (args: ReadonlyArray<string>, stdin = "", given: Given = {}): Promise<Finished> => {
  const running = start(args, given)
  running.child.stdin?.end(stdin)
  return running.finished
}

/** A running service. */
export interface Server extends Running {
  readonly address: string
  /** Ends it as `kill -9` does. */
  kill(): Promise<void>
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

/** Starts `flightlog serve` on a store and waits until it listens. */
export const serve = async (store: string, ...more: ReadonlyArray<string>): Promise<Server> => {
  const running = start(["serve", "--port", "0", "--store", store, ...more])
  for (let look = 0; look < 6000; look++) {
    const address = /listens on (\S+)/.exec(running.stdout())?.[1]
    if (address !== undefined) {
      const kill = async () => {
        running.child.kill("SIGKILL")
        await running.finished
      }
      return { ...running, address, kill }
    }
    if (running.child.exitCode !== null) break
    await pause(20)
  }
  throw new Error(`The server did not come up:\n${running.stdout()}${running.stderr()}`)
}

/** Longer than anything takes on the slowest machine. */
const PATIENCE_MILLIS = 120_000

/** Waits until a question has an answer, asking again after every pause. */
export const until = async <A>(ask: () => Promise<A | undefined>, millis = 50): Promise<A> => {
  const end = Date.now() + PATIENCE_MILLIS
  while (Date.now() < end) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await pause(millis)
  }
  throw new Error("There was no answer within two minutes.")
}
