import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Duration, Effect } from "effect"
import { httpAdministration, httpDeviceApi, runDevices, type Told } from "#adapters/simulator"
import { ShippedProfiles } from "#workflows/ports"
import { CliRefusal } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { readBytes } from "../files.ts"
import { Output } from "../output.ts"
import { styleOf } from "../print/colour.ts"
import { toldText } from "../print/told.ts"
import { type Captured, capturedIn, demoDevices, PEOPLE } from "./devices.ts"
import { beforeSignIn } from "./moments.ts"
import { secondFile, taken } from "./second-file.ts"
import { Stage } from "./stage.ts"

/** Where the demo takes place. */
export interface Place {
  /** A fresh directory. */
  readonly directory: string
  /** Of the running service. */
  readonly address: string
}

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const profileOf = (file: string): string =>
  fileURLToPath(new URL(`../../../profiles/${file}`, import.meta.url))
const CAPTURED = fileOf("./AutopilotHWID.csv")

const anOrganisation = Effect.gen(function* () {
  const { say, title, type } = yield* Stage
  yield* title("1. An organisation, its people and its profiles")
  yield* say("Contoso wants its devices set up by whoever unpacks them. It becomes a tenant of this service:")
  yield* type("tenant", "create", "Contoso", "--domain", "contoso.com")
  yield* say("Three of its people have the licence that enrolling a device in Intune needs; Dan has not:")
  for (const [upn, name] of PEOPLE.licensed) {
    yield* type("user", "add", upn, "--name", name)
    yield* type("licence", "assign", upn)
  }
  const [dan, name] = PEOPLE.unlicensed
  yield* type("user", "add", dan, "--name", name)
  yield* say("Profiles say what a device goes through. These come with Flightlog, to be used or built upon:")
  for (const { file, text } of (yield* ShippedProfiles).files)
    if (/^kind: DeploymentProfile$/m.test(text) && file !== "default.yaml")
      yield* type("profile", "publish", profileOf(file))
  yield* say("And two of Contoso's own. They choose devices by group tag, and say only what is different:")
  yield* type("profile", "lint", fileOf("./sales-laptops.yaml"), fileOf("./lab-devices.yaml"))
  yield* type("profile", "publish", fileOf("./sales-laptops.yaml"))
  yield* type("profile", "publish", fileOf("./lab-devices.yaml"))
})

const writeSecondFile = Effect.fnUntraced(function* ({ directory }: Place, known: Captured) {
  const path = join(directory, "second.csv")
  const text = yield* secondFile(known)
  yield* Effect.tryPromise(() => writeFile(path, text))
  return path
})

const twoImports = Effect.fnUntraced(function* (place: Place, captured: Devices) {
  const { say, title, type } = yield* Stage
  yield* title("2. Devices become known by their hardware hashes")
  yield* say(
    "Microsoft's capture script wrote this file on three machines (UTF-16, as Windows PowerShell writes):",
  )
  yield* type("import", CAPTURED)
  yield* say(
    "A second file, as such files are in real life: a cut hash, a flipped bit, a machine twice, no serial",
  )
  yield* (yield* Stage).line("number, a machine of the first file. No bad row spoils a good one:")
  yield* type("import", yield* writeSecondFile(place, captured[1]))
})

const twoLists = Effect.gen(function* () {
  const { say, title, type } = yield* Stage
  yield* title("3. Two lists: Windows Autopilot devices, and Intune devices")
  yield* say("Every accepted device is registered, and waits for its profile:")
  yield* type("devices")
  yield* say("The first machine goes to the sales force. Its tag decides, so it has another profile at once:")
  yield* type("tag", "8GA9536EF9", "sales")
  yield* say("Intune knows none of them yet, because nobody has signed in:")
  yield* type("managed")
})

/** The steps that a reader wants to see; the many items that are simply there are left to the history. */
const isWorthTelling = ({ isRoutine, refusal }: Told): boolean => !isRoutine || refusal !== null

const PACE = Duration.millis(60)
const LONGEST_WAIT = Duration.seconds(10)

const deployments = Effect.fnUntraced(function* ({ address }: Place, captured: Devices) {
  const { line, say, title } = yield* Stage
  const style = styleOf((yield* Output).out)
  const devices = demoDevices(captured)
  yield* title("4. Six devices are switched on")
  yield* say(`They speak to ${address} over HTTP, each from its power button on:`)
  for (const { name, plan } of devices) yield* line(`  ${style.strong(name.padEnd(16))}  ${plan.says}`)
  yield* line("")
  const tell = (told: Told) => (isWorthTelling(told) ? line(toldText(told, style)) : Effect.void)
  const watch = { tell, pace: PACE, longestWait: LONGEST_WAIT }
  const runs = yield* runDevices(devices, watch, devices.length).pipe(
    Effect.provide([httpDeviceApi(address), httpAdministration(address, null)]),
  )
  const stopped = runs.find((run) => run.ended === "stopped")
  if (stopped?.stopped != null)
    return yield* new CliRefusal({
      code: "demo-device-stopped",
      what: `The device ${stopped.device} was stopped: ${stopped.stopped.what}`,
      where: address,
      remedy: "This is a mistake in Flightlog. Please report it.",
      exit: EXIT.refused,
    })
})

const whatIsKnown = Effect.fnUntraced(function* ({ address }: Place) {
  const { say, title, type } = yield* Stage
  const { serialNumber } = taken("retried")
  yield* title("5. What is known now")
  yield* say("Intune has the devices that enrolled with a licensed user, and only those:")
  yield* type("managed")
  yield* say("The registrations, with what became of them:")
  yield* type("devices")
  yield* say(
    "The deployments report: one row an attempt; a retry mends the final verdict, never the first one:",
  )
  yield* type("deployments")
  yield* say(
    "Everything that ever happened to one device: who, when, why, under which version of its profile:",
  )
  yield* type("history", serialNumber)
  yield* say(
    "And its state at any moment, here just before somebody signed in: nothing that came later is known.",
  )
  yield* type("show", serialNumber, "--at", yield* beforeSignIn(address, serialNumber))
})

type Devices = Parameters<typeof demoDevices>[0]

const threeOf = ([first, second, third]: ReadonlyArray<Captured>): Devices | undefined =>
  first === undefined || second === undefined || third === undefined ? undefined : [first, second, third]

/** The whole demo but its end: a list of calls to a running service, as any of its users can make them. */
export const walk = Effect.fn("demo")(function* (place: Place) {
  const captured = threeOf(yield* capturedIn(yield* readBytes(CAPTURED)))
  if (captured === undefined)
    return yield* Effect.die(new Error("The demo's file has fewer than three devices."))
  yield* anOrganisation
  yield* twoImports(place, captured)
  yield* twoLists
  yield* deployments(place, captured)
  yield* whatIsKnown(place)
})
