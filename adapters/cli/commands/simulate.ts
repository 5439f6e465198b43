import { Duration, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import {
  Administration,
  directAdministration,
  directDeviceApi,
  fleetFile,
  httpAdministration,
  httpDeviceApi,
  PLANS,
  type Run,
  runDevices,
  type VirtualDevice,
  virtualFleet,
} from "#adapters/simulator"
import { EndWith } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { operator } from "../operator.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { styleOf } from "../print/colour.ts"
import { type Column, table } from "../print/table.ts"
import { toldText } from "../print/told.ts"
import { settled } from "../settle.ts"
import { onStore } from "../store.ts"
import { tenantFlag, theTenant } from "../tenant.ts"

const MOST_DEVICES = 500
const SIDE_BY_SIDE = 8

const flags = {
  devices: Flag.Int("devices").pipe(
    Flag.withMetavar("N"),
    Flag.withDescription(`How many, at most ${MOST_DEVICES}`),
    Flag.filter(
      (count) => count >= 1 && count <= MOST_DEVICES,
      () => `Expected a number from 1 to ${MOST_DEVICES}`,
    ),
    Flag.withDefault(PLANS.length),
  ),
  plan: Flag.Literals(
    "plan",
    PLANS.map(({ name }) => name),
  ).pipe(Flag.withDescription("What each device goes through; without it, they take turns"), Flag.optional),
  seed: Flag.String("seed").pipe(
    Flag.withMetavar("TEXT"),
    Flag.withDescription("The same seed makes the same machines: again the same devices"),
    Flag.withDefault("1"),
  ),
  groupTag: Flag.String("group-tag").pipe(
    Flag.withMetavar("TAG"),
    Flag.withDescription("Group tag that the devices are registered with"),
    Flag.withDefault(""),
  ),
  url: Flag.String("url").pipe(
    Flag.withMetavar("ADDRESS"),
    Flag.withDescription("A running service, such as http://127.0.0.1:8080; without it, the store itself"),
    Flag.optional,
  ),
  pace: Flag.Int("pace").pipe(
    Flag.withMetavar("MILLIS"),
    Flag.withDescription("Rest of a device between two steps"),
    Flag.withDefault(0),
  ),
  longestWait: Flag.Int("longest-wait").pipe(
    Flag.withMetavar("SECONDS"),
    Flag.withDescription("A device that would have to wait longer for a time-out is left there"),
    Flag.withDefault(30),
  ),
  json: jsonFlag,
}

interface Outcome extends Run {
  readonly plan: string
}

const COLUMNS: ReadonlyArray<Column<Outcome>> = [
  { title: "Serial number", text: ({ device }) => device, narrow: "whole" },
  { title: "Plan", text: ({ plan }) => plan },
  { title: "Profile", text: ({ profile }) => profile ?? "-" },
  {
    title: "Run",
    text: ({ ended }) => ended,
    paint: ({ ended }, style) => (ended === "done" ? style.good : style.warn),
  },
  { title: "Stopped by", text: ({ stopped }) => stopped?.what ?? "-" },
]

/** Users and registrations that the devices need. */
const prepare = Effect.fnUntraced(function* (wish: {
  readonly seed: string
  readonly count: number
  readonly groupTag: string
  readonly plan: string | undefined
}) {
  const { addUser, domains, importDevices } = yield* Administration
  const domain = (yield* domains)[0] ?? "example.com"
  const cast = {
    licensed: `virtual.ann@${domain}`,
    unlicensed: `virtual.bob@${domain}`,
    stranger: "eve@elsewhere.example",
  }
  yield* addUser(cast.licensed, true)
  yield* addUser(cast.unlicensed, false)
  const plans = PLANS.filter(({ name }) => wish.plan === undefined || name === wish.plan)
  const devices = virtualFleet({ seed: wish.seed, count: wish.count, plans, cast })
  yield* importDevices(fleetFile(devices, wish.groupTag))
  return devices
})

const onTheStore = <A, E, R>(simulation: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const { domains, id } = yield* theTenant
    const { actor, actorName } = yield* operator
    const administration = directAdministration({ caller: { actor, actorName, tenantId: id }, domains })
    return yield* settled(Effect.provide(simulation, [administration, directDeviceApi]))
  }).pipe(onStore)

const overHttp =
  (address: string) =>
  <A, E, R>(simulation: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const tenant = Option.getOrNull(yield* tenantFlag)
      return yield* Effect.provide(simulation, [httpAdministration(address, tenant), httpDeviceApi(address)])
    })

/** `flightlog simulate` */
export const simulate = Command.make(
  "simulate",
  flags,
  Effect.fn("simulate")(function* ({ devices: count, groupTag, json, longestWait, pace, plan, seed, url }) {
    const output = yield* Output
    const style = styleOf(output.err)
    const simulation = Effect.gen(function* () {
      const wish = { seed, count, groupTag, plan: Option.getOrUndefined(plan) }
      const devices: ReadonlyArray<VirtualDevice> = yield* prepare(wish)
      yield* note(`${devices.length} virtual devices are registered and switched on.`)
      const watch = {
        tell: (told: Parameters<typeof toldText>[0]) => output.note(toldText(told, style)),
        pace: Duration.millis(pace),
        longestWait: Duration.seconds(longestWait),
      }
      const runs = yield* runDevices(devices, watch, SIDE_BY_SIDE)
      return runs.map((run, index): Outcome => ({ ...run, plan: devices[index]?.plan.name ?? "" }))
    })
    const outcomes = yield* Option.isSome(url) ? overHttp(url.value)(simulation) : onTheStore(simulation)
    if (json) yield* resultJson(outcomes)
    else yield* result(table(outcomes, COLUMNS, output.out))
    if (outcomes.some(({ ended }) => ended === "stopped")) return yield* new EndWith({ exit: EXIT.refused })
  }),
).pipe(
  Command.withDescription(
    "Registers virtual devices and lets them go through their deployment: straight to the desktop, with a failing app, a " +
      "time-out, a user without licence, the wrong organisation. Each start captures its hardware hash anew. For trying " +
      "profiles out, and for showing.",
  ),
  Command.withShortDescription("Let virtual devices go through their deployment"),
  Command.withExamples([
    { command: "flightlog simulate --devices 5", description: "On the store itself" },
    {
      command: "flightlog simulate --url http://127.0.0.1:8080 --plan straight --pace 200",
      description: "Against a running service, slow enough to watch",
    },
  ]),
)
