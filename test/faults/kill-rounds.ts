import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Result } from "effect"
import { factoryReport, importFileOf, virtualMachine } from "#adapters/simulator"
import { encodeHash } from "#domain/hardware"
import { type Client, clientOf } from "../e2e/client.ts"
import { type Dice, makeDice } from "../simulation/dice.ts"
import { tablesThatDiffer } from "./fold.ts"
import { factsOf } from "./log-facts.ts"
import { startServer } from "./server.ts"

/** Machines that each import brings, and devices that report side by side. */
const ROWS = 20
const DEVICES = 4
/** The longest that a server works before it is killed. */
const WORK_MILLIS = 600

/** What became of the rounds; `failures` is empty if everything held. */
export interface Killed {
  readonly rounds: number
  readonly events: number
  readonly acknowledged: number
  readonly unanswered: number
  /** Kills while requests were under way. */
  readonly amid: number
  readonly failures: ReadonlyArray<string>
  /** Where the log is kept for a look; null when everything held. */
  readonly directory: string | null
}

const hashOf = (number: number): string =>
  Result.getOrThrow(encodeHash(factoryReport(virtualMachine("faults", number))))
const serialOf = (number: number): string => virtualMachine("faults", number).serialNumber

const fileOf = (round: number): string =>
  importFileOf(
    Array.from({ length: ROWS }, (_, row) => round * ROWS + row).map((number) => ({
      serialNumber: serialOf(number),
      hash: hashOf(number),
      groupTag: "",
    })),
  )

const importId = (round: number): string => `delivery-${round}`

/** What was asked of the servers so far, and what they answered. */
interface Book {
  readonly acknowledgedImports: Set<string>
  readonly acknowledgedMarks: Set<string>
  readonly sentMarks: Set<string>
  readonly failures: Array<string>
  unanswered: number
  underWay: number
}

/** Sends a request; true if it was answered with success, false if it was not answered or refused. */
const asked = async (book: Book, what: string, request: Promise<{ readonly status: number }>) => {
  book.underWay += 1
  try {
    const { status } = await request
    if (status >= 500) book.failures.push(`${what} was answered with ${status}`)
    return status < 300
  } catch {
    book.unanswered += 1
    return false
  } finally {
    book.underWay -= 1
  }
}

const submit = async (book: Book, { send }: Client, round: number) => {
  const key = importId(round)
  const sent = send("/api/imports", fileOf(round), "text/csv", { "Idempotency-Key": key })
  if (await asked(book, `the import ${key}`, sent)) book.acknowledgedImports.add(key)
}

/** A device that asks for its profile and answers the setup's questions again and again, each answer with a mark of its own. */
const report = async (book: Book, { post }: Client, { device, round }: { device: number; round: number }) => {
  const found = await post("/api/device/discover", { hash: hashOf(device) }).catch(() => undefined)
  if (found?.status !== 200) return
  const token = { Authorization: `Bearer ${found.body.token}` }
  const send = (name: string, body: object, key: string) =>
    asked(book, `${name} ${key}`, post(`/api/device/${name}`, body, { ...token, "Idempotency-Key": key }))
  const isReady = await send("network", { medium: "wifi" }, `network-${round}-${device}`)
  for (let count = 0, goesOn = isReady; goesOn; count++) {
    const mark = `mark-${round}-${device}-${count}`
    book.sentMarks.add(mark)
    goesOn = await send("answers", { answers: { mark } }, mark)
    if (goesOn) book.acknowledgedMarks.add(mark)
  }
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis))

/** Waits until nothing that was acknowledged is still being worked at. */
const settled = async ({ acknowledgedImports, failures }: Book, { get }: Client) => {
  for (const key of acknowledgedImports)
    for (const end = Date.now() + 120_000; ; await pause(20)) {
      const { body, status } = await get(`/api/imports/${key}`)
      if (body.status === "completed") break
      if (Date.now() < end) continue
      failures.push(`the import ${key} was acknowledged and is not completed (${status})`)
      break
    }
}

const more = (what: string, counts: ReadonlyMap<string, number>): ReadonlyArray<string> =>
  [...counts].flatMap(([key, count]) => (count > 1 ? [`${what} ${key} is in the log ${count} times`] : []))

const missing = (what: string, keys: ReadonlySet<string>, counts: ReadonlyMap<string, number>) =>
  [...keys].flatMap((key) =>
    counts.has(key) ? [] : [`${what} ${key} was acknowledged and is not in the log`],
  )

const isBrought = (key: string, machines: ReadonlyMap<string, number>): boolean => {
  const round = Number(key.slice("delivery-".length))
  return Array.from({ length: ROWS }, (_, row) => serialOf(round * ROWS + row)).every((serial) =>
    machines.has(serial),
  )
}

/** Holds the log against what was answered: each acknowledged command once, nothing else more than once, nothing half. */
const compare = (log: string, { acknowledgedImports, acknowledgedMarks, sentMarks }: Book) => {
  const { answers, flaws, imports, machines } = factsOf(log)
  return [
    ...flaws,
    ...more("the report", answers),
    ...more("the import", imports),
    ...more("the machine", machines),
    ...missing("the report", acknowledgedMarks, answers),
    ...missing("the import", acknowledgedImports, imports),
    ...[...answers.keys()].flatMap((mark) => (sentMarks.has(mark) ? [] : [`nobody sent ${mark}`])),
    ...[...acknowledgedImports].flatMap((key) =>
      isBrought(key, machines) ? [] : [`not every machine of ${key} is registered`],
    ),
  ]
}

const begin = async (log: string, book: Book) => {
  const server = await startServer(log)
  const client = clientOf(server.address)
  await client.post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })
  await submit(book, client, 0)
  await settled(book, client)
  return server
}

/** Works a server until it is killed at a moment that chance takes; gives whether requests were under way. */
const workAndKill = async (
  server: Awaited<ReturnType<typeof startServer>>,
  book: Book,
  { dice, round }: { readonly dice: Dice; readonly round: number },
): Promise<boolean> => {
  const client = clientOf(server.address)
  const first = dice.below(round * ROWS)
  const work = [
    submit(book, client, round),
    ...Array.from({ length: DEVICES }, (_, index) =>
      report(book, client, { device: (first + index) % (round * ROWS), round }),
    ),
  ]
  await pause(dice.between(0, WORK_MILLIS))
  const isAmid = book.underWay > 0
  await server.kill()
  await Promise.all(work)
  return isAmid
}

/**
 * Kills a real server in the middle of imports and device reports, starts it again, and looks whether all that it had
 * acknowledged is there once and nothing else is half there; its lists are compared with a rebuild of the log.
 */
export const killRounds = async (
  rounds: number,
  seed: number,
  told: (round: number, book: { readonly acknowledged: number }) => void,
): Promise<Killed> => {
  const dice = makeDice(seed)
  const directory = mkdtempSync(join(tmpdir(), "flightlog-faults-"))
  const log = join(directory, "flightlog.sqlite")
  const book: Book = {
    acknowledgedImports: new Set(),
    acknowledgedMarks: new Set(),
    sentMarks: new Set(),
    failures: [],
    unanswered: 0,
    underWay: 0,
  }
  let amid = 0
  let played = 0
  let server = await begin(log, book)
  while (played < rounds && book.failures.length === 0) {
    played += 1
    if (await workAndKill(server, book, { dice, round: played })) amid += 1
    server = await startServer(log)
    // Whoever was not answered asks again with the same key.
    await submit(book, clientOf(server.address), played)
    await settled(book, clientOf(server.address))
    book.failures.push(...compare(log, book), ...(await tablesThatDiffer(log)))
    told(played, { acknowledged: book.acknowledgedImports.size + book.acknowledgedMarks.size })
  }
  await server.kill()
  const { events } = factsOf(log)
  if (book.failures.length === 0) rmSync(directory, { recursive: true, force: true })
  return {
    rounds: played,
    events,
    acknowledged: book.acknowledgedImports.size + book.acknowledgedMarks.size,
    unanswered: book.unanswered,
    amid,
    failures: book.failures.slice(0, 20),
    directory: book.failures.length === 0 ? null : directory,
  }
}
