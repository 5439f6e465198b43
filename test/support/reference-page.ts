import { attemptInputs, conclusions } from "#domain/device"
import { eventFields, guardFields, profileJsonSchema } from "#workflows/language"
import { eventWords, fieldWords } from "#workflows/tools"

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema is looked into as editors do
type Json = any

const cell = (text: string): string => text.replaceAll("|", "\\|")

/** As the formatter writes tables: every column as wide as its widest cell. */
const table = (headings: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const all = [headings, ...rows].map((row) => row.map(cell))
  const widths = headings.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const rule = widths.map((width) => "-".repeat(width))
  const [first = [], ...others] = all
  return [first, rule, ...others]
    .map((row) => `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`)
    .join("\n")
}

const TITLES: { readonly [definition: string]: string } = {
  DeploymentProfile: "A deployment profile",
  EnrollmentStatusPage: "An Enrollment Status Page for itself",
  Assign: "`assign`",
  PageAssign: "`assign` of a page",
  Device: "`device`",
  Oobe: "`oobe`",
  EnrollmentStatus: "`enrollmentStatus`",
  EspPhase: "A phase of the page",
  Apps: "`apps` of a phase",
  Workflow: "`workflow`",
  State: "A state",
  Step: "A step of `on` and `done`",
  Timeout: "`timeout`",
  Final: "`final`, where an outcome alone is not enough",
}

const linkTo = (definition: string): string => {
  const title = TITLES[definition] ?? definition
  const anchor = title
    .toLowerCase()
    .replaceAll(/[^a-z\s-]/g, "")
    .replaceAll(/\s+/g, "-")
  return `[${title.replaceAll("`", "")}](#${anchor})`
}

const unique = (texts: ReadonlyArray<string>): string => [...new Set(texts)].join(", or ")

/** Titles that findings need in full. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["a list such as [a, b], or { add: [a], remove: [b] } over a base", "a list"],
  ["text that is not empty", "text"],
])

/** What a key takes, in a few words. */
const takes = (schema: Json): string => {
  if (schema.$ref !== undefined) return linkTo(schema.$ref.split("/").at(-1))
  if (schema.allOf !== undefined) return unique(schema.allOf.map(takes))
  if (schema.enum !== undefined) return schema.enum.map((one: unknown) => `\`${one}\``).join(", ")
  if (schema.title !== undefined) return SHORT.get(schema.title) ?? schema.title
  if (schema.anyOf !== undefined)
    return unique(schema.anyOf.filter(({ type }: Json) => type !== "null").map(takes))
  if (schema.type === "array") return `a list: ${takes(schema.items)}`
  if (schema.type === "boolean") return "true or false"
  return schema.additionalProperties?.type === undefined && schema.additionalProperties?.$ref === undefined
    ? "a mapping"
    : `a mapping: name -> ${takes(schema.additionalProperties)}`
}

const section = (definitions: Json, name: string): string => {
  const { properties, required = [] } = definitions[name]
  const rows = Object.entries<Json>(properties).map(([key, schema]) => [
    `\`${key}\`${required.includes(key) ? " (required)" : ""}`,
    takes(schema),
    schema.description ?? "",
  ])
  return `## ${TITLES[name]}\n\n${table(["key", "takes", "what it says"], rows)}\n`
}

const eventRows = attemptInputs.map((event) => [
  `\`${event}\``,
  eventWords(event),
  [...eventFields(event)]
    .filter(([field]) => field !== "attempt")
    .map(([field, { choices }]) => `\`${field}\`${choices.length === 0 ? "" : ` (${choices.join(", ")})`}`)
    .join(", "),
])

const fieldRows = Object.entries(guardFields).flatMap(([variable, fields]) =>
  Object.entries(fields).map(([field, type]) => [
    `\`${variable}.${field}\``,
    type,
    fieldWords(`${variable}.${field}`),
  ]),
)

/** `docs/profiles/reference.md`, from the Schemas that read profiles. */
export const referencePage = (): string => {
  const { definitions } = profileJsonSchema() as Json
  return `# The profile language, key by key

Made from the Schemas that read profiles; the tests write it. Editors show the same: \`# yaml-language-server: $schema=PATH/profile.schema.json\` in the
first line. A list may also say \`add\` and \`remove\`, and most keys \`~\`: how profiles build on each other is in [language.md](language.md), one from nothing in [kiosk.md](kiosk.md).

${Object.keys(TITLES)
  .map((name) => section(definitions, name))
  .join("\n")}
## Events that states may wait for

Under \`on\` and \`accept\`, beside the signals that the profile declares. The fields are what a condition sees as \`event\`.

${table(["event", "it happens when", "fields of `event`"], eventRows)}

A state with \`esp\` takes \`EspPhaseCompleted\`, \`EspFailed\` and \`EspTimedOut\` as well: how the phase ended.

## What a workflow concludes

Under \`emit\`: ${conclusions.map((name) => `\`${name}\``).join(", ")}. Mostly \`DesktopReleased\` alone: states with \`esp\` and \`final\` conclude the others by themselves.

## Fields that conditions ask for

\`when\` and \`where\` are CEL, the Common Expression Language; \`where\` sees \`device\` only.

${table(["field", "type", "what it is"], fieldRows)}
`
}
