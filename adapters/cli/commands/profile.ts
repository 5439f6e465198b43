import { Effect, Result } from "effect"
import { Argument, Command } from "effect/cli"
import { shippedProfiles } from "#adapters/config"
import type { Assignment } from "#domain/profile"
import { listProfiles, type ProfileEntry } from "#projections/profiles"
import { publishProfile } from "#workflows/commands"
import { type FileText, json as findingsJson, lint as lintFiles, pretty } from "#workflows/language"
import { ShippedProfiles } from "#workflows/ports"
import { EndWith } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { readText } from "../files.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { moment } from "../print/moment.ts"
import { type Column, table } from "../print/table.ts"
import { settled } from "../settle.ts"
import { caughtUp, onStore } from "../store.ts"
import { tenantCaller, theTenant } from "../tenant.ts"

const readProfile = Effect.fnUntraced(function* (path: string) {
  const file: FileText = { file: path === "-" ? "stdin" : path, text: yield* readText(path) }
  return file
})

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`

const lint = Command.make(
  "lint",
  {
    files: Argument.String("files").pipe(
      Argument.withMetavar("FILE..."),
      Argument.withDescription("Profiles as YAML; they may extend each other and the shipped ones"),
      Argument.variadic({ min: 1 }),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile lint")(function* ({ files, json }) {
    const sources = yield* Effect.forEach(files, readProfile)
    const { files: bases } = yield* ShippedProfiles
    const findings = lintFiles(sources, { bases })
    const { out } = yield* Output
    if (json) yield* result(findingsJson(findings).trimEnd())
    else if (findings.length > 0) yield* result(pretty(findings, { sources, colour: out.colour }).trimEnd())
    const files_ = counted(sources.length, "file")
    if (findings.length === 0) return yield* note(`${files_} checked, nothing found.`)
    yield* note(`${files_} checked, ${counted(findings.length, "finding")}.`)
    return yield* new EndWith({ exit: EXIT.refused })
  }, Effect.provide(shippedProfiles)),
).pipe(
  Command.withDescription(
    "Checks profiles: everything that is wrong with them at once, with line, column and how to mend it. Needs no store.",
  ),
  Command.withShortDescription("Check profiles"),
  Command.withExamples([{ command: "flightlog profile lint sales.yaml kiosk.yaml" }]),
)

const publish = Command.make(
  "publish",
  {
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE"),
      Argument.withDescription("A profile as YAML; - reads it from stdin"),
    ),
    json: jsonFlag,
  },
  Effect.fn("profile publish")(function* ({ file, json }) {
    const source = yield* readProfile(file)
    const caller = yield* tenantCaller
    const published = yield* Effect.result(settled(publishProfile(source, caller)))
    if (Result.isFailure(published)) {
      const failure = published.failure
      if (failure._tag !== "ProfileRefused") return yield* Effect.fail(failure)
      if (json) yield* result(findingsJson(failure.findings).trimEnd())
      else {
        const { err } = yield* Output
        yield* note(pretty(failure.findings, { sources: [source], colour: err.colour }).trimEnd())
        yield* note(failure.message)
      }
      return yield* new EndWith({ exit: EXIT.refused })
    }
    const [fact] = published.success.facts
    if (fact?.type !== "ProfilePublished") {
      if (json) yield* resultJson({ published: false })
      else yield* result(`${file} is what the newest version says already; nothing changed.`)
      return
    }
    const { name, version } = fact.data
    if (json) return yield* resultJson({ published: true, name, version })
    yield* result(`Profile ${JSON.stringify(name)} version ${version} is published.`)
    if (version > 1) yield* note("Deployments that run go on under the version that they began with.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Publishes a profile as its next version. Devices that it applies to get it at once; running deployments keep theirs.",
  ),
  Command.withShortDescription("Publish a profile"),
  Command.withExamples([{ command: "flightlog profile publish sales.yaml --tenant Contoso" }]),
)

/** Who gets a profile, in words. */
const assigned = (assign: Assignment | null): string => {
  if (assign === null) return ""
  const lists = [
    ["group tag", assign.groupTags],
    ["order", assign.orderIds],
    ["purchase order", assign.purchaseOrders],
    ["group", assign.groups],
  ] as const
  const said = lists.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what} ${names.join(", ")}`]))
  if (assign.allDevices) said.push("every device that no other profile takes")
  if (assign.where !== null) said.push(`where ${assign.where}`)
  return said.join("; ") || "nobody"
}

const COLUMNS: ReadonlyArray<Column<ProfileEntry>> = [
  { title: "Name", text: ({ name }) => name, narrow: "whole" },
  { title: "Version", text: ({ version }) => String(version) },
  { title: "Title", text: ({ title }) => title },
  { title: "Goes to", text: ({ assign }) => assigned(assign) },
  { title: "Published", text: ({ publishedAt }) => moment(publishedAt) },
]

const list = Command.make(
  "list",
  { json: jsonFlag },
  Effect.fn("profile list")(function* ({ json }) {
    const { id } = yield* theTenant
    yield* caughtUp
    const all = yield* listProfiles(id)
    const profiles = all.filter(({ kind }) => kind === "DeploymentProfile")
    if (json) return yield* resultJson(profiles)
    const { out } = yield* Output
    yield* result(table(profiles, COLUMNS, out))
  }, onStore),
).pipe(
  Command.withDescription(
    "Lists the tenant's profiles; where several apply to a device, the first one wins.",
  ),
  Command.withShortDescription("List the profiles of the tenant"),
)

/** `flightlog profile ...` */
export const profile = Command.make("profile").pipe(
  Command.withDescription("Check, publish and list deployment profiles."),
  Command.withShortDescription("Check, publish and list profiles"),
  Command.withSubcommands([lint, publish, list]),
)
