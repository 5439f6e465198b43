import { readdirSync, readFileSync } from "node:fs"
import { Layer } from "effect"
import { ShippedProfiles } from "#workflows/ports"

const directory = new URL("../../profiles/", import.meta.url)

const isProfile = (file: string): boolean => file.endsWith(".yaml") && !file.endsWith(".test.yaml")

/** The cases of the shipped profiles. */
const cases = () =>
  readdirSync(directory)
    .filter((file) => file.endsWith(".test.yaml"))
    .map((file) => ({ file, text: readFileSync(new URL(file, directory), "utf8") }))

/** The profiles that come with Flightlog, read from `profiles/`. */
export const shippedProfiles = Layer.sync(ShippedProfiles, () => ({
  files: readdirSync(directory)
    .filter(isProfile)
    .map((file) => ({ file, text: readFileSync(new URL(file, directory), "utf8"), shipped: true })),
  cases: cases(),
}))
