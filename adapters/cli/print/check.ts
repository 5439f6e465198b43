import { type FileText, pretty } from "#workflows/language"
import { type CheckReport, courseText } from "#workflows/tools"
import type { Screen } from "../output.ts"
import { styleOf } from "./colour.ts"
import { fields } from "./fields.ts"
import { elapsed } from "./moment.ts"

type Finding = CheckReport["findings"][number]
type Exploration = NonNullable<CheckReport["exploration"]>
type Longest = Exploration["answer"]

/** A finding with the course that shows it, as `profile simulate --events` takes it. */
const findingText = (
  finding: Finding,
  file: string,
  { colour, sources }: { readonly colour: boolean; readonly sources: ReadonlyArray<FileText> },
): string => {
  const told = pretty([finding], { sources, colour }).trimEnd()
  if (finding.course === null) return told
  const { faint } = styleOf({ colour })
  return `${told}\n${faint(`It comes to this by (flightlog profile simulate ${file} --events -):`)}\n${courseText(finding.course).trimEnd()}`
}

const SECOND = 1_000

const timeText = (longest: Longest): string | null => {
  if (longest === null) return null
  return longest.millis === null
    ? "without limit"
    : `at most ${elapsed(Math.ceil(longest.millis / SECOND) * SECOND)}`
}

const provedText = ({ complete }: Exploration, isClean: boolean): string | null => {
  if (!complete) return "nothing for sure: there is too much to look at everything"
  return isClean ? "every device comes to an outcome" : null
}

const explorationText = (exploration: Exploration, isClean: boolean, screen: Screen): string => {
  const { answer, assumed, desktop, rests, rounds, turnedAway } = exploration
  return fields(
    [
      ["Proved", provedText(exploration, isClean)],
      ["To the desktop", timeText(desktop)],
      ["To an outcome", timeText(answer)],
      ["Rests left out", rests.map(({ reason, state }) => `${state}: ${reason}`)],
      ["Rounds left out", rounds.map((states) => `as often as somebody wants: ${states.join(", ")}`)],
      ["Counted as both", assumed],
      ["Turned away", turnedAway.map(({ message }) => message)],
    ],
    screen,
  )
}

/** What the check of a file came to: its findings, each with the course that shows it, then what was proved. */
export const checkText = (
  { exploration, file, findings }: CheckReport,
  sources: ReadonlyArray<FileText>,
  screen: Screen,
): string => {
  const { bad, good, strong } = styleOf(screen)
  const isClean = findings.every(({ severity }) => severity === "warning")
  const verdict = findings.length === 0 ? good("nothing found") : bad(`${findings.length} found`)
  const told = findings.map((finding) => findingText(finding, file, { colour: screen.colour, sources }))
  const proved = exploration === null ? [] : [explorationText(exploration, isClean, screen)]
  return [...told, [`${strong(file)}: ${verdict}`, ...proved].join("\n")].join("\n\n")
}
