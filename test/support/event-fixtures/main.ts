// Writes the fixtures that are missing: npm run fixtures.
import { writeMissing } from "./fixtures.ts"

const written = writeMissing()
process.stdout.write(
  written.length === 0
    ? "Every type of event has a fixture of its newest version.\n"
    : `${written.join("\n")}\nLook at what was written, and commit it: it is what a stored event of that version looks like, for ever.\n`,
)
