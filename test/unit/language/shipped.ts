import { readFileSync } from "node:fs"
import type { FileText } from "#workflows/language"

const read = (name: string): FileText => ({
  file: `profiles/${name}.yaml`,
  text: readFileSync(new URL(`../../../profiles/${name}.yaml`, import.meta.url), "utf8"),
})

/** The profiles that come with Flightlog. */
export const shippedProfiles: ReadonlyArray<FileText> = ["user-driven", "default"].map(read)

/** The lifecycle that comes with Flightlog. */
export const shippedLifecycle: FileText = read("lifecycle")
