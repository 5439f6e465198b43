import { deviceEvents } from "#domain/device"
import { namesAt } from "../arms.ts"
import type { Problem } from "../finding.ts"
import type { Rule } from "../rule.ts"
import type { Subject } from "../subject.ts"
import { quoted } from "../suggest.ts"

const isTaken = (name: string): boolean => Object.hasOwn(deviceEvents, name)

/** A signal must not be mistaken for an event of the service. */
export const signalName: Rule = {
  code: "FL025",
  severity: "error",
  title: "A signal has the name of an event of the service",
  *run({ root }: Subject): Iterable<Problem> {
    for (const { at, name } of namesAt(root, "signals"))
      if (isTaken(name))
        yield {
          at,
          message: `The signal ${quoted(name)} has the name of an event of the service. Give it another name.`,
        }
  },
}
