import { Effect } from "effect"
import { timestampOf } from "#domain/kernel"
import { type Discovered, discover, type Report, takeReport } from "#workflows/commands"
import type { Capture } from "./machines.ts"
import { ask, command, type Tenant, type World } from "./world.ts"

const item = (phase: "deviceSetup" | "accountSetup", state: "completed" | "failed"): Report => ({
  report: "esp-item",
  phase,
  category: "applications",
  item: "Contoso VPN",
  state,
  code: state === "failed" ? "0x87D1041C" : null,
})

const phase = (name: "devicePreparation" | "deviceSetup" | "accountSetup"): Report => ({
  report: "esp-phase",
  phase: name,
  targeted: name === "devicePreparation" ? [] : [{ category: "applications", item: "Contoso VPN" }],
})

/** What a device reports from power-on to the desktop. */
const wayOf = (upn: string): ReadonlyArray<Report> => [
  { report: "network", medium: "wifi" },
  { report: "answers", answers: { region: "GB" } },
  { report: "sign-in", userPrincipalName: upn },
  { report: "join" },
  { report: "enrol" },
  phase("devicePreparation"),
  phase("deviceSetup"),
  item("deviceSetup", "completed"),
  phase("accountSetup"),
  item("accountSetup", "completed"),
]

const DAY = 86_400_000

const tenantOf = ({ tenants }: World, { tenantId }: Discovered): Tenant | undefined =>
  tenants.find(({ id }) => id === tenantId)

/** What a device sends within an attempt, by a clock that is wrong. */
const reporter =
  (world: World, tenant: Tenant, discovered: Discovered, clockWrongBy: number) =>
  (what: Report, key = world.key()) => {
    const occurredAt = timestampOf(world.timeline.millis() + clockWrongBy)
    return command(world, tenant, takeReport(what, discovered, { key, occurredAt }))
  }

/** One report: left out now and then, sent twice now and then; says whether the device goes on. */
const step = Effect.fnUntraced(function* (
  { dice, key: newKey }: World,
  report: ReturnType<typeof reporter>,
  what: Report,
) {
  if (dice.chance(0.05)) return true
  const key = newKey()
  const outcome = yield* report(what, key)
  // A device that is not sure repeats itself.
  if (dice.chance(0.1)) yield* report(what, key)
  if (what.report === "esp-item" && dice.chance(0.2)) {
    yield* report({ ...what, state: "failed", code: "0x87D1041C" })
    yield* report({ report: dice.pick(["retry", "continue", "reset", "collect-logs"]) })
  }
  return outcome._tag === "Done" || dice.chance(0.5)
})

/** A device's attempt, with pauses that are long enough now and then for a deadline to pass. */
const attempt = Effect.fnUntraced(function* (world: World, discovered: Discovered, clockWrongBy: number) {
  const { dice, timeline, until } = world
  const tenant = tenantOf(world, discovered)
  if (tenant === undefined) return
  const report = reporter(world, tenant, discovered, clockWrongBy)
  for (const what of wayOf(`ann@${tenant.name}.com`)) {
    if (timeline.elapsed() > until || !(yield* step(world, report, what))) return
    yield* Effect.sleep(dice.chance(0.1) ? dice.between(15_000, 60_000) : dice.between(10, 4_000))
  }
})

/** A machine that is switched on again and again, with a clock that is wrong by up to two days. */
export const device = Effect.fnUntraced(function* (world: World, captures: ReadonlyArray<Capture>) {
  const { dice, timeline, until } = world
  const clockWrongBy = dice.chance(0.3) ? 0 : dice.between(-2 * DAY, 2 * DAY)
  while (timeline.elapsed() < until) {
    yield* Effect.sleep(dice.between(500, 30_000))
    const { hardware } = dice.pick(captures)
    const found = yield* ask(world, discover(hardware, { key: world.key() }))
    if (found._tag === "Done") yield* attempt(world, found.answer, clockWrongBy)
  }
})
