import { readdirSync, readFileSync } from "node:fs"
import { Layer } from "effect"
import { ShippedProfiles } from "#workflows/ports"

const directory = new URL("../../profiles/", import.meta.url)

/** The files of `profiles/`, as the shipped profiles of a test. */
export const shippedFiles = readdirSync(directory)
  .filter((file) => file.endsWith(".yaml") && !file.endsWith(".test.yaml"))
  .map((file) => ({ file, text: readFileSync(new URL(file, directory), "utf8"), shipped: true }))

/** The shipped profiles, read from `profiles/`. */
export const shippedProfiles = Layer.succeed(ShippedProfiles, { files: shippedFiles, cases: [] })
