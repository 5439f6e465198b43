import type { DeviceProcess } from "#workflows/engine"
import type { Told } from "../rehearsal/perform.ts"
import { activeOn, runningOn } from "../rehearsal/stage.ts"
import { isRead } from "./conditions.ts"
import { type Move, pageStarts, reports } from "./page-moves.ts"
import { textsFor } from "./values.ts"
import type { World } from "./world.ts"

const told = (event: string, data: unknown = {}): Told => ({ event, data, assume: {} })

const texts = (world: World, name: string, usual: string): ReadonlyArray<string> =>
  textsFor(world.conditions.compared.get(name) ?? [], usual)

type Moves = (world: World, process: DeviceProcess) => ReadonlyArray<Move>

const all = (event: string, data: ReadonlyArray<unknown>): ReadonlyArray<Move> =>
  data.map((one) => [told(event, one)])

/** An event in each way that some condition asks for; in its usual way where none does. */
const inEachWay =
  (event: string, field: string, data: ReadonlyArray<unknown>): Moves =>
  ({ conditions }) =>
    isRead(conditions, `${event}.${field}`) ? all(event, data) : [[told(event)]]

const refusals =
  (event: string, usual: { readonly code: string; readonly reason: string }): Moves =>
  (world) =>
    all(
      event,
      texts(world, `${event}.code`, usual.code).flatMap((code) =>
        texts(world, `${event}.reason`, usual.reason).map((reason) => ({ code, reason })),
      ),
    )

/** Events that can happen in more than their usual way. */
const MOVES: { readonly [event: string]: Moves } = {
  NetworkConnected: inEachWay("NetworkConnected", "medium", [
    { medium: "wifi" },
    { medium: "ethernet" },
    { medium: "cellular" },
  ]),
  UserSignedIn: () => all("UserSignedIn", [{}, { licensed: false }]),
  SignInRefused: inEachWay("SignInRefused", "reason", [
    { reason: "wrong-tenant" },
    { reason: "unknown-user" },
  ]),
  AttestationFailed: (world) =>
    all(
      "AttestationFailed",
      texts(world, "AttestationFailed.code", "0x81039023").map((code) => ({ code })),
    ),
  JoinRefused: refusals("JoinRefused", { code: "0x801C0003", reason: "the user may not join devices" }),
  EnrollmentRefused: (world, process) => [
    [told("EnrollmentRefused")],
    ...refusals("EnrollmentRefused", { code: "0x80180026", reason: "Intune refused it" })(world, process),
  ],
  DomainJoinReported: inEachWay("DomainJoinReported", "state", [
    { state: "processed" },
    { state: "waiting" },
    { state: "timedOut" },
  ]),
  DomainControllerChecked: inEachWay("DomainControllerChecked", "result", [
    { reached: true },
    { reached: false },
  ]),
  EspPhaseStarted: pageStarts,
  EspItemReported: reports,
}

/** The events that a statechart listens to in its present states. */
const listened = ({ stage }: World, process: DeviceProcess): ReadonlyArray<string> => {
  if (runningOn(stage, process) === null) return ["DeviceRegistered"]
  const active = [stage.chart, ...activeOn(stage, process)]
  const events = active.flatMap(({ arms }) =>
    arms.flatMap(({ key, trigger }) => (key === "on" ? [trigger] : [])),
  )
  return [...new Set(events)]
}

/** Everything that may happen to a device next; the rules and the statecharts still have their say. */
export const movesIn = (world: World, process: DeviceProcess): ReadonlyArray<Move> =>
  listened(world, process).flatMap((event) => MOVES[event]?.(world, process) ?? [[told(event)]])
