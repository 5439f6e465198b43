import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Schema } from "effect"
import type { Figure } from "../figure.ts"

const run = promisify(execFile)
const program = fileURLToPath(new URL("../check-process.ts", import.meta.url))

const Checked = Schema.fromJsonString(
  Schema.Struct({ millis: Schema.Number, megabytes: Schema.Number, moments: Schema.Int }),
)

/** As many moments as the profile has, in five seconds. */
const MOMENTS_A_SECOND = 170
const MOST_MEGABYTES = 500

/** The model check of a profile with as many items as a page can have, in a process of its own: time and memory. */
export const modelCheck: Figure = {
  work: `model check, 100 apps + 20 policies + 20 certificates + 10 networks (5 s, ${MOST_MEGABYTES} MB)`,
  unit: "moments/s",
  against: "",
  target: { absolute: MOMENTS_A_SECOND },
  prepare: async () => ({
    close: async () => {},
    baseline: null,
    ours: async () => {
      const { stdout } = await run(process.execPath, [program])
      const { megabytes, millis, moments } = Schema.decodeUnknownSync(Checked)(stdout)
      if (moments === 0) throw new Error("The profile of the model check is not proved any more.")
      if (megabytes > MOST_MEGABYTES)
        throw new Error(`The model check took ${Math.round(megabytes)} MB, more than ${MOST_MEGABYTES}.`)
      return { work: moments, millis }
    },
  }),
}
