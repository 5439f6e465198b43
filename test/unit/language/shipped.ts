import { readdirSync, readFileSync } from "node:fs"
import type { FileText } from "#workflows/language"

const folder = new URL("../../../profiles/", import.meta.url)

const read = (name: string): FileText => ({
  file: `profiles/${name}`,
  text: readFileSync(new URL(name, folder), "utf8"),
})

const isLifecycle = ({ text }: FileText): boolean => /^kind: Lifecycle$/m.test(text)

const files = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"))
  .sort()
  .map(read)

/** The profiles that come with Flightlog. */
export const shippedProfiles: ReadonlyArray<FileText> = files.filter((file) => !isLifecycle(file))

/** The lifecycle that comes with Flightlog. */
export const shippedLifecycle: FileText = files.find(isLifecycle) ?? read("lifecycle.yaml")
