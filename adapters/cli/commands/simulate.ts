import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import {
  directAdministration,
  directDeviceApi,
  httpAdministration,
  httpDeviceApi,
  PLANS,
} from "#adapters/simulator"
import { EndWith } from "../complaint.ts"
import { EXIT } from "../exit-code.ts"
import { jsonFlag } from "../json-flag.ts"
import { operator } from "../operator.ts"
import { Output, result, resultJson } from "../output.ts"
import { table } from "../print/table.ts"
import { settled } from "../settle.ts"
import { mixFrom } from "../simulation/mix.ts"
import { COLUMNS, summary } from "../simulation/outcomes.ts"
import { PLAN_COLUMNS, planRows } from "../simulation/plan-rows.ts"
import { type Outcome, simulation, type Wish } from "../simulation/simulation.ts"
import { onStore } from "../store.ts"
import { tenantFlag, theTenant } from "../tenant.ts"

const MOST_DEVICES = 500

/** When a simulation's own time begins. */
const FROM = "2026-01-12T08:00:00Z"

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
  plan: Flag.String("plan").pipe(
    Flag.withMetavar("PLAN|MIX"),
    Flag.withDescription(
      "What devices go through: a plan, mix (all of them by their shares), or a mix of one's own: straight=8,no-licence=2. " +
        "Without it, the plans take turns",
    ),
    Flag.optional,
  ),
  plans: Flag.Boolean("plans").pipe(
    Flag.withDescription("List the plans, with what a device goes through in each, and end"),
    Flag.withDefault(false),
  ),
  seed: Flag.String("seed").pipe(
    Flag.withMetavar("TEXT"),
    Flag.withDescription("The same seed gives the same machines, and on a store the same history"),
    Flag.withDefault("1"),
  ),
  groupTag: Flag.String("group-tag").pipe(
    Flag.withMetavar("TAG"),
    Flag.withDescription(
      "Group tag for all devices, to try a profile out; without it, those that the plans need",
    ),
    Flag.optional,
  ),
  url: Flag.String("url").pipe(
    Flag.withMetavar("ADDRESS"),
    Flag.withDescription("A running service, such as http://127.0.0.1:8080; without it, the store itself"),
    Flag.optional,
  ),
  from: Flag.String("from").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription("On a store: when the simulation's own time begins, in which hours take no time"),
    Flag.filter(
      (text) => /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)),
      () => `Expected a time with its zone, such as ${FROM}`,
    ),
    Flag.withDefault(FROM),
  ),
  pace: Flag.Int("pace").pipe(
    Flag.withMetavar("MILLIS"),
    Flag.withDescription("With --url: rest of a device between two steps"),
    Flag.withDefault(0),
  ),
  longestWait: Flag.Int("longest-wait").pipe(
    Flag.withMetavar("SECONDS"),
    Flag.withDescription("With --url: a device that would have to wait longer is left there"),
    Flag.withDefault(30),
  ),
  json: jsonFlag,
}

/** On the store itself a simulation has a time of its own, so that it is the same each time. */
const onTheStore = (wish: Wish) =>
  Effect.gen(function* () {
    const { domains, id } = yield* theTenant
    const { actor, actorName } = yield* operator
    const administration = directAdministration({ caller: { actor, actorName, tenantId: id }, domains })
    const outcomes = simulation(wish, { clock: "virtual" })
    return yield* settled(Effect.provide(outcomes, [administration, directDeviceApi]))
  }).pipe(onStore)

const overHttp = (
  address: string,
  wish: Wish,
  waits: { readonly pace: number; readonly longestWait: number },
) =>
  Effect.gen(function* () {
    const tenant = Option.getOrNull(yield* tenantFlag)
    const outcomes = simulation(wish, { clock: "real", ...waits })
    return yield* Effect.provide(outcomes, [httpAdministration(address, tenant), httpDeviceApi(address)])
  })

/** `flightlog simulate` */
export const simulate = Command.make(
  "simulate",
  flags,
  Effect.fn("simulate")(function* ({
    devices: count,
    from,
    groupTag,
    json,
    plan,
    plans,
    seed,
    url,
    ...waits
  }) {
    const output = yield* Output
    if (plans) return yield* json ? resultJson(planRows) : result(table(planRows, PLAN_COLUMNS, output.out))
    const mix = Option.isNone(plan) ? null : yield* mixFrom(plan.value)
    const wish = { seed, count, mix, groupTag: Option.getOrNull(groupTag), from: Date.parse(from) }
    const outcomes: ReadonlyArray<Outcome> = Option.isSome(url)
      ? yield* overHttp(url.value, wish, waits)
      : yield* onTheStore(wish)
    if (json) yield* resultJson(outcomes)
    else yield* result(table(outcomes, COLUMNS, output.out))
    yield* output.note(summary(outcomes))
    if (outcomes.some(({ ended }) => ended === "stopped")) return yield* new EndWith({ exit: EXIT.refused })
  }),
).pipe(
  Command.withDescription(
    "Registers virtual devices and lets them go through their deployment: by their users, by hybrid join, by their TPM " +
      "alone, by a technician; straight to the desktop, with failing apps, time-outs, refusals. Each start captures the " +
      "hardware hash anew. On a store the simulation has a time of its own: the same seed gives the same history. Profiles " +
      'that plans need are published under names that begin with "virtual-". --plans lists what devices can go through.',
  ),
  Command.withShortDescription("Let virtual devices go through their deployment"),
  Command.withExamples([
    { command: "flightlog simulate --plans", description: "What devices can go through" },
    { command: "flightlog simulate", description: "One device for each plan, on the store itself" },
    {
      command: "flightlog simulate --devices 200 --plan mix --seed 7",
      description: "A day in an organisation, the same each time",
    },
    {
      command: "flightlog simulate --url http://127.0.0.1:8080 --plan straight --pace 200",
      description: "Against a running service, slow enough to watch",
    },
  ]),
)
