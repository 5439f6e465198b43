import type { CliError } from "effect/cli"
import type { Complaint } from "./complaint.ts"
import { EXIT } from "./exit-code.ts"

const quoted = (names: ReadonlyArray<string>): string =>
  names.map((name) => JSON.stringify(name)).join(" or ")

const didYouMean = (suggestions: ReadonlyArray<string>): string =>
  suggestions.length === 0 ? "" : ` Did you mean ${quoted(suggestions)}?`

const whatOf = (error: CliError.NonShowHelpErrors): string => {
  switch (error._tag) {
    case "UnknownSubcommand":
      return `There is no command ${JSON.stringify(error.subcommand)}.${didYouMean(error.suggestions)}`
    case "UnrecognizedOption":
      return `There is no flag ${JSON.stringify(error.option)}.${didYouMean(error.suggestions)}`
    case "MissingArgument":
      return `The argument ${error.argument} is missing.`
    case "MissingOption":
      return `The flag --${error.option} is missing.`
    case "UnexpectedArgument":
      return `This is more than the command takes: ${error.arguments.map((one) => JSON.stringify(one)).join(", ")}.`
    case "InvalidValue":
      return error.message.replace("a string representing a finite number", "a number")
    default:
      return error.message
  }
}

/** The complaint about a command that was not written as it has to be. */
export const usageComplaint = (
  errors: ReadonlyArray<CliError.NonShowHelpErrors>,
  commandPath: ReadonlyArray<string>,
): Complaint => ({
  code: "usage",
  what: errors.map(whatOf).join(" "),
  where: commandPath.join(" "),
  remedy: `See how it is written: ${commandPath.join(" ")} --help`,
  exit: EXIT.usage,
})
