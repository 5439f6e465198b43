/** Ends a program of `npm run` that was called in a way it does not understand. */
export const usage = (text: string): never => {
  process.stderr.write(`${text}\nTry --help.\n`)
  process.exit(64)
}

/** What parsing gives, or the end with what was wrong. */
export const parsed = <A>(parse: () => A): A => {
  try {
    return parse()
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number from 0 on, as the option of that name has it. */
export const whole = (name: string, text: string): number => {
  const number = Number(text)
  const isWhole = text.trim() !== "" && Number.isSafeInteger(number) && number >= 0
  return isWhole ? number : usage(`--${name} takes a whole number, not "${text}".`)
}

/** Prints a program's help and ends it. */
export const helped = (help: string): never => {
  process.stdout.write(help)
  process.exit(0)
}
