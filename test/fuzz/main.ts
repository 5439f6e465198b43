import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { Worker } from "node:worker_threads"
import { helped, parsed, usage, whole } from "../support/tool-options.ts"
import { BATCH, type Fault, type Played } from "./play.ts"
import { ALL_INPUTS, targets } from "./targets.ts"

const HELP = `npm run fuzz -- [options]: generated inputs for everything that takes bytes from outside.

  --count N     how many inputs in all, in proportion to each target's share (default ${ALL_INPUTS})
  --only WORDS  only targets whose name has one of these words, comma-separated
  --seed N      other inputs (default 1); the same seed gives the same ones
  --batch N     only this batch, as a failure names it
  --jobs N      how many at once (default: the cores of this machine)
  --json        what was played, as JSON on stdout
  --help        this text

Targets: ${targets.map(({ name, share }) => `${name} (${share})`).join(", ")}.
Ends with 0 if everything held, 1 if something did not.
`

const options = parsed(
  () =>
    parseArgs({
      options: {
        count: { type: "string", default: String(ALL_INPUTS) },
        only: { type: "string", default: "" },
        seed: { type: "string", default: "1" },
        batch: { type: "string" },
        jobs: { type: "string", default: String(availableParallelism()) },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values,
)
if (options.help) helped(HELP)

const [count, seed, jobs] = [
  whole("count", options.count),
  whole("seed", options.seed),
  Math.max(1, whole("jobs", options.jobs)),
]
const single = options.batch === undefined ? undefined : whole("batch", options.batch)
const words = options.only.split(",")
const chosen = targets.filter(({ name }) => words.some((word) => name.includes(word.trim())))
if (chosen.length === 0) usage(`No target is called like "${options.only}".`)

interface Task {
  readonly name: string
  readonly from: number
  readonly until: number
}

/** Some minutes' work each, so that several jobs share one target. */
const PIECE = 200

const tasksOf = (name: string, share: number): ReadonlyArray<Task> => {
  if (single !== undefined) return [{ name, from: single, until: single + 1 }]
  const batches = Math.ceil((share * count) / ALL_INPUTS / BATCH)
  return Array.from({ length: Math.ceil(batches / PIECE) }, (_, piece) => ({
    name,
    from: piece * PIECE,
    until: Math.min(batches, (piece + 1) * PIECE),
  }))
}

const tasks = chosen.flatMap(({ name, share }) => tasksOf(name, share))
const planned = tasks.reduce((sum, { from, until }) => sum + (until - from) * BATCH, 0)

const begun = performance.now()
const played: Array<Played> = []
const done = () => played.reduce((sum, { inputs }) => sum + inputs, 0)

const LOOK_MILLIS = 1000
/** A thread that stands at one input for so long hangs, however busy the machine is. */
const HANG_MILLIS = 600_000

const hangs = ({ from, name }: Task, [batch = from, place = 0]: Int32Array): Played => {
  const what = `It did not end within ${HANG_MILLIS} ms.`
  const fault: Fault = { target: name, batch, place, what, input: "" }
  const inputs = (batch - from) * BATCH + place
  return { target: name, inputs, millis: 0, slowest: HANG_MILLIS, growth: 0, faults: [fault] }
}

/** Plays a task in a thread of its own, and looks from outside whether it goes on. */
const run = (task: Task): Promise<Played> =>
  new Promise((resolve, reject) => {
    const shared = new SharedArrayBuffer(8)
    const place = new Int32Array(shared)
    const worker = new Worker(new URL("./player.ts", import.meta.url), {
      workerData: { ...task, seed, shared },
    })
    let seen = ""
    let since = performance.now()
    const look = setInterval(() => {
      const now = `${Atomics.load(place, 0)}/${Atomics.load(place, 1)}`
      if (now !== seen) since = performance.now()
      seen = now
      if (performance.now() - since < HANG_MILLIS) return
      resolve(hangs(task, place))
      void worker.terminate()
    }, LOOK_MILLIS)
    worker.once("message", resolve)
    worker.once("error", reject)
    worker.once("exit", () => clearInterval(look))
  })

const tell = () => {
  const seconds = (performance.now() - begun) / 1000
  const line = `${done()} of ${planned} inputs, ${Math.round(done() / seconds)} a second, ${played.flatMap(({ faults }) => faults).length} faults, ${Math.round(process.memoryUsage.rss() / 1e6)} MB`
  process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`)
}

const queue = tasks.values()
await Promise.all(
  Array.from({ length: jobs }, async () => {
    for (const task of queue) {
      played.push(await run(task))
      tell()
    }
  }),
)
if (process.stderr.isTTY) process.stderr.write("\n")

const summary = [...Map.groupBy(played, ({ target }) => target)].map(([target, parts]) => {
  const inputs = parts.reduce((sum, part) => sum + part.inputs, 0)
  const seconds = parts.reduce((sum, part) => sum + part.millis, 0) / 1000
  return {
    target,
    inputs,
    aSecond: Math.round(inputs / seconds),
    slowestMillis: Math.round(Math.max(...parts.map(({ slowest }) => slowest))),
    mostGrowthMB: Math.round(Math.max(...parts.map(({ growth }) => growth)) / 1e5) / 10,
    faults: parts.flatMap(({ faults }) => faults),
  }
})
const faults = summary.flatMap((one) => one.faults)
if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
else {
  console.table(
    Object.fromEntries(
      summary.map(({ faults, target, ...rest }) => [target, { ...rest, faults: faults.length }]),
    ),
  )
  for (const { batch, input, place, target, what } of faults)
    process.stdout.write(
      `\n${target}, batch ${batch}, input ${place}: ${what}\n${input.slice(0, 2000)}\nAgain: npm run fuzz -- --only "${target}" --seed ${seed} --batch ${batch}\n`,
    )
}
process.exit(faults.length === 0 ? 0 : 1)
