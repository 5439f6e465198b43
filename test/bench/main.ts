import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { embeddedFigures } from "./embedded-figures.ts"
import { EVENTSTORE } from "./eventstoredb-world.ts"
import { type Figure, type Measured, measure, sayTarget } from "./figure.ts"
import { eventStoreDbFigures } from "./figures/eventstoredb.ts"
import { machineSays } from "./machine.ts"
import { markdownOf } from "./markdown.ts"
import { scaleFigures } from "./scale/figures.ts"
import { largeStore, SMALL } from "./scale/large-store.ts"
import { makingFigures } from "./scale/making.ts"
import { serverFigures } from "./scale/server.ts"

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** The table as docs/performance.md has it. */
    markdown: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
    /** Measures how things are with so many devices instead; the store is made once and kept. */
    scale: { type: "string" },
    data: { type: "string", default: join(tmpdir(), "flightlog-bench-stores") },
  },
})

const note = (text: string) => process.stderr.write(`${text}\n`)

/** A figure that could not be measured is missed; the others are measured all the same. */
const failed = ({ target, unit, work }: Figure, error: unknown): Measured => {
  note(`  ${error instanceof Error ? error.message : error}`)
  return { work, value: 0, unit, baseline: null, ratio: null, target: sayTarget(target), met: false }
}

const measureAll = async (figures: ReadonlyArray<Figure>): Promise<ReadonlyArray<Measured>> => {
  const measured: Array<Measured> = []
  for (const figure of figures.filter(
    ({ work }) => options.only === undefined || work.includes(options.only),
  )) {
    note(`${figure.work} ...`)
    measured.push(await measure(figure, Number(options.rounds)).catch((error) => failed(figure, error)))
  }
  return measured
}

const measureOrdinary = (): Promise<ReadonlyArray<Measured>> => {
  if (EVENTSTORE !== undefined) return measureAll([...embeddedFigures, ...eventStoreDbFigures])
  note(
    "EventStoreDB is not measured: FLIGHTLOG_TEST_EVENTSTORE names no server (such as esdb://127.0.0.1:2113?tls=false).",
  )
  return measureAll(embeddedFigures)
}

const measureScale = async (devices: number): Promise<ReadonlyArray<Measured>> => {
  const [small, large] = [await largeStore(options.data, SMALL), await largeStore(options.data, devices)]
  return [
    ...makingFigures(large),
    ...(await measureAll(scaleFigures(small, large))),
    ...(await serverFigures(large)),
  ]
}

const print = (measured: ReadonlyArray<Measured>) => {
  if (options.json) return process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
  if (!options.markdown)
    return console.table(
      Object.fromEntries(
        measured.map(({ baseline, met, ratio, target, unit, value, work }) => [
          work,
          { value, unit, baseline, ratio, target, met: met ? "yes" : "NO" },
        ]),
      ),
    )
  const date = new Date().toISOString().slice(0, 10)
  const scale = options.scale === undefined ? "" : ` --scale ${options.scale}`
  const command = `npm run bench -- --markdown${scale} --rounds ${options.rounds}`
  process.stdout.write(markdownOf(measured, { date, command, machine: machineSays(options.data) }))
}

print(await (options.scale === undefined ? measureOrdinary() : measureScale(Number(options.scale))))
