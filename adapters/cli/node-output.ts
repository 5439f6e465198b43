import { Effect, Layer } from "effect"
import { Output, type Screen } from "./output.ts"

interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Source: https://no-color.org */
const wantsColour = (): boolean => (process.env.NO_COLOR ?? "") === "" && process.env.TERM !== "dumb"

const screenOf = ({ columns, isTTY }: Terminal): Screen => ({
  columns: isTTY === true ? (columns ?? 80) : null,
  colour: isTTY === true && wantsColour(),
})

const CLEAR_LINE = `\r${String.fromCharCode(27)}[2K`

/** The streams of this process. */
export const nodeOutput = Layer.sync(Output, () => {
  let isShowing = false
  const clear = () => {
    if (isShowing) process.stderr.write(CLEAR_LINE)
    isShowing = false
  }
  return Output.of({
    result: (text) =>
      Effect.sync(() => {
        clear()
        process.stdout.write(`${text}\n`)
      }),
    note: (text) =>
      Effect.sync(() => {
        clear()
        process.stderr.write(`${text}\n`)
      }),
    progress: (text) =>
      Effect.sync(() => {
        if (process.stderr.isTTY !== true) return
        clear()
        process.stderr.write(text)
        isShowing = text !== ""
      }),
    out: screenOf(process.stdout),
    err: screenOf(process.stderr),
  })
})
