import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { helped, parsed, whole } from "../support/tool-options.ts"
import { type Killed, killRounds } from "./kill-rounds.ts"
import { type Outcome, simulations } from "./simulations.ts"

const HELP = `npm run faults -- [options]: what happens when things fail, at length.

First a real server is killed with kill -9 in the middle of imports and device reports, again and again; after each restart
everything that it acknowledged has to be there once, nothing else half, and its lists have to be what a rebuild makes of the log.
Then the whole service is simulated on a virtual clock, once for each seed.

  --rounds N   how often the server is killed (default 200; 0 leaves it out)
  --seeds N    how many simulations (default 10000; 0 leaves them out)
  --from N     the first seed (default 1)
  --seed N     this one simulation only, as a failure names it
  --jobs N     how many simulations at once (default: the cores of this machine)
  --json       what happened, as JSON on stdout
  --help       this text

Ends with 0 if everything held, 1 if something did not; a log that something is wrong with is kept, and its place told.
`

const options = parsed(
  () =>
    parseArgs({
      options: {
        rounds: { type: "string", default: "200" },
        seeds: { type: "string", default: "10000" },
        from: { type: "string", default: "1" },
        seed: { type: "string" },
        jobs: { type: "string", default: String(availableParallelism()) },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values,
)
if (options.help) helped(HELP)

const only = options.seed === undefined ? undefined : whole("seed", options.seed)
const rounds = only === undefined ? whole("rounds", options.rounds) : 0
const seeds = only === undefined ? whole("seeds", options.seeds) : 1
const from = only ?? whole("from", options.from)
const jobs = Math.max(1, whole("jobs", options.jobs))

const progress = (line: string, isLast: boolean) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${isLast ? "\n" : ""}`)
  else if (isLast) process.stderr.write(`${line}\n`)
}
const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10

/** So many rounds on one log, so that looking through all of it stays quick. */
const SERIES = 25

const killAll = async (): Promise<ReadonlyArray<Killed>> => {
  const series: Array<Killed> = []
  const begun = performance.now()
  for (let done = 0; done < rounds; done += SERIES) {
    const killed = await killRounds(Math.min(SERIES, rounds - done), from + done, (round, { acknowledged }) =>
      progress(
        `${done + round} of ${rounds} kills, ${acknowledged} acknowledged in this log, ${seconds(begun)} s`,
        done + round === rounds,
      ),
    )
    series.push(killed)
    if (killed.failures.length > 0) break
  }
  return series
}

const simulateAll = async (): Promise<ReadonlyArray<Outcome>> => {
  const outcomes: Array<Outcome> = []
  const begun = performance.now()
  let bad = 0
  const all = Array.from({ length: seeds }, (_, index) => from + index)
  await simulations(all, jobs, (outcome) => {
    outcomes.push(outcome)
    if (outcome.violations.length > 0) bad += 1
    const done = outcomes.length
    const rate = done / Math.max(seconds(begun), 0.1)
    const left = Math.ceil((seeds - done) / rate / 60)
    progress(
      `${done} of ${seeds} simulations, ${rate.toFixed(2)} a second, ${left} min left, ${bad} with something wrong`,
      done === seeds,
    )
  })
  return outcomes
}

const killed = await killAll()
const outcomes = await simulateAll()
const wrong = outcomes.filter(({ violations }) => violations.length > 0).toSorted((a, b) => a.seed - b.seed)
const sum = <A>(items: ReadonlyArray<A>, of: (item: A) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

const report = {
  kills: {
    rounds: sum(killed, (one) => one.rounds),
    amidRequests: sum(killed, ({ amid }) => amid),
    acknowledged: sum(killed, ({ acknowledged }) => acknowledged),
    unanswered: sum(killed, ({ unanswered }) => unanswered),
    events: sum(killed, ({ events }) => events),
    failures: killed.flatMap(({ directory, failures }) => failures.map((what) => ({ what, directory }))),
  },
  simulations: {
    seeds: outcomes.length,
    nodesEnded: sum(outcomes, ({ crashes }) => crashes),
    events: sum(outcomes, ({ events }) => events),
    steps: sum(outcomes, ({ steps }) => steps),
    failures: wrong.map(({ digest, seed, violations }) => ({ seed, digest, violations })),
  },
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const sayKills = () => {
  const { acknowledged, amidRequests, events, failures, rounds: played, unanswered } = report.kills
  say(
    `${played} kills of a real server, ${amidRequests} amid requests: ${acknowledged} commands acknowledged, ${unanswered} left unanswered, ${events} events.`,
  )
  for (const { directory, what } of failures) say(`  WRONG: ${what} (kept in ${directory})`)
}
const saySimulations = () => {
  const { events, failures, nodesEnded, seeds: played, steps } = report.simulations
  say(`${played} simulations: ${nodesEnded} nodes ended, ${events} events, ${steps} steps.`)
  for (const { seed, violations } of failures) {
    for (const { at, rule, what } of violations)
      say(`  WRONG in seed ${seed} after ${at} ms: ${rule}: ${what}`)
    say(`  Again: npm run faults -- --seed ${seed}`)
  }
}

if (options.json) say(JSON.stringify(report, null, 2))
else {
  if (rounds > 0) sayKills()
  if (seeds > 0) saySimulations()
}
const isSound = report.kills.failures.length === 0 && report.simulations.failures.length === 0
process.exit(isSound ? 0 : 1)
