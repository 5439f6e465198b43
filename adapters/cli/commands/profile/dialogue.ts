import { Effect, Result, Stdio, Stream } from "effect"
import type { Draft } from "#workflows/language"
import {
  type GivenDevice,
  readCourse,
  type Simulation,
  startSimulation,
  stepWritten,
  traceOf,
} from "#workflows/tools"
import { note, Output, result } from "../../output.ts"
import { beginningText, endText, stepText } from "../../print/trace.ts"
import { cannotBegin } from "./draft.ts"

/** A dialogue as far as it has come: where the device stands, and where it stood before each line. */
interface Dialogue {
  readonly present: Simulation
  readonly past: ReadonlyArray<Simulation>
}

const HELP = `Write what happens next:
  3                         the third of what is offered
  NetworkConnected          an event by its name, or by how its name begins
  EspFailed { app: teams }  an event with its data
  EspPhaseCompleted         all that leads to this outcome of the page
  wait 2h, wait timeout     time passes: so long, or until the next time-out
  back                      takes the last line back
  quit                      ends (or Ctrl+D)`

type Screen = { readonly colour: boolean }

const offered = ({ present }: Dialogue): ReadonlyArray<string> => traceOf(present).possible

/** What can be told next, numbered. */
const choices = (dialogue: Dialogue, screen: Screen): string => {
  const trace = traceOf(dialogue.present)
  if (trace.outcome !== null) return `${endText(trace, screen)} "back" goes on from before, "quit" ends.`
  return trace.possible.map((event, index) => `${index + 1} ${event}`).join("   ")
}

const WORD = /^(\S+?):?(?:\s+(.*))?$/u

/** The name that a word stands for: a number of the list, or the only name that begins with it. */
const named = (word: string, possible: ReadonlyArray<string>): string => {
  if (/^\d+$/u.test(word)) return possible[Number(word) - 1] ?? word
  const begun = possible.filter((event) => event.toLowerCase().startsWith(word.toLowerCase()))
  return begun.length === 1 ? (begun[0] ?? word) : word
}

/** A line as a course of one step. */
const courseLine = (line: string, possible: ReadonlyArray<string>): string => {
  const [, word = "", rest = ""] = WORD.exec(line) ?? []
  const name = word === "wait" ? word : named(word, possible)
  if (rest !== "") return `- { ${name}: ${rest} }`
  return name === "wait" ? "- wait: timeout" : `- ${JSON.stringify(name)}`
}

interface Answer {
  readonly dialogue: Dialogue
  readonly says: string
}

const happened = (dialogue: Dialogue, line: string, screen: Screen): Answer => {
  const source = { file: "input", text: courseLine(line, offered(dialogue)) }
  const course = readCourse(source)
  if (Result.isFailure(course)) {
    const findings = course.failure.map(({ message }) => message)
    return { dialogue, says: `${findings.join("\n")}\n"help" says what can be written.` }
  }
  const { present } = dialogue
  const next = course.success.steps.reduce(stepWritten, present)
  const news = next.steps.slice(present.steps.length)
  const says = news.map((step) => stepText(step, screen)).join("\n")
  const waited = news.length === 0 ? "Time passes, and nothing happens." : says
  return { dialogue: { present: next, past: [...dialogue.past, present] }, says: waited }
}

/** Answers one line; nothing where the dialogue is to end. */
const answer = (dialogue: Dialogue, raw: string, screen: Screen): Answer | undefined => {
  const line = raw.trim()
  switch (line) {
    case "quit":
    case "exit":
      return undefined
    case "":
      return { dialogue, says: "" }
    case "help":
    case "?":
      return { dialogue, says: HELP }
    case "back": {
      const before = dialogue.past.at(-1)
      return before === undefined
        ? { dialogue, says: "This is the beginning." }
        : {
            dialogue: { present: before, past: dialogue.past.slice(0, -1) },
            says: `Back in ${before.steps.at(-1)?.after.join(", ") ?? before.began.states.join(", ")}.`,
          }
    }
    default:
      return happened(dialogue, line, screen)
  }
}

/** Asks line by line what happens next, until the lines end or somebody has seen enough. */
export const converse = Effect.fnUntraced(function* (draft: Draft, device: GivenDevice) {
  const { out } = yield* Output
  const { stdin } = yield* Stdio.Stdio
  const begun = startSimulation(draft, device)
  if (Result.isFailure(begun)) return yield* cannotBegin(begun.failure.message)
  let dialogue: Dialogue = { present: begun.success, past: [] }
  yield* note('Write what happens next; "help" says how.')
  yield* result(beginningText(traceOf(begun.success), out))
  yield* note(choices(dialogue, out))
  yield* stdin.pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.runForEachWhile((line) =>
      Effect.gen(function* () {
        const answered = answer(dialogue, line, out)
        if (answered === undefined) return false
        dialogue = answered.dialogue
        if (answered.says !== "") yield* result(answered.says)
        yield* note(choices(dialogue, out))
        return true
      }),
    ),
  )
  yield* result(endText(traceOf(dialogue.present), out))
})
