import { Clock, Context, Effect, Layer, Result } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { type DeviceFact, deviceEvents, readOfflineProfile, recordedRefusal } from "#domain/device"
import { decodeHash, type HashError, summarise } from "#domain/hardware"
import {
  Devices,
  deviceToken,
  discover,
  type MachineLibrary,
  readDeviceToken,
  takeReport,
} from "#workflows/commands"
import { frozenOf } from "#workflows/engine"
import { Entropy, type EventStore, Keys, type Knowledge } from "#workflows/ports"
import { answered } from "./answered.ts"
import { type Asking, DeviceApi, DeviceRefused, ServiceFailed } from "./device-api.ts"

const isDeviceFact = (fact: DomainFact): fact is DeviceFact => Object.hasOwn(deviceEvents, fact.type)

/** What was refused before the device's eyes, and so is a fact of its history. */
const refusedFact = (facts: ReadonlyArray<DomainFact>): DeviceRefused | null => {
  const [refusal] = facts.flatMap((fact) => (isDeviceFact(fact) ? (recordedRefusal(fact) ?? []) : []))
  if (refusal === undefined) return null
  const { code, number, remedy, what } = refusal
  return new DeviceRefused({ code, number: number ?? null, what, remedy, recorded: true })
}

const badHash = ({ autopilot, remedy, what }: HashError) =>
  new DeviceRefused({ code: autopilot, number: null, what, remedy, recorded: false })

const randomKey = Effect.gen(function* () {
  return Buffer.from((yield* Entropy).bytes(16)).toString("hex")
})

const pageTimeout = Effect.fnUntraced(function* (deviceId: string) {
  const { machines, process } = yield* (yield* Devices).load(deviceId)
  return frozenOf(process.device, "attempt", machines)?.settings?.enrollmentStatus.timeoutMillis ?? 0
})

type Services = Devices | MachineLibrary | EventStore | Keys | Knowledge | Entropy

/** The device API on a store itself: the same commands that the HTTP API carries out. */
export const directDeviceApi: Layer.Layer<DeviceApi, never, Services> = Layer.effect(
  DeviceApi,
  Effect.gen(function* () {
    // Whoever calls brings the time: a simulation has its own.
    const services = Context.omit(Clock.Clock)(yield* Effect.context<Services>())
    const keys = yield* Keys
    return DeviceApi.of({
      discover: Effect.fnUntraced(function* (hash, { begunBy = "user", configurationFile }: Asking = {}) {
        const hardware = yield* Effect.fromResult(
          Result.flatMap(decodeHash(hash), ({ report }) => summarise(report)),
        ).pipe(Effect.mapError(badHash))
        const file =
          configurationFile === undefined
            ? {}
            : { file: yield* answered(Effect.fromResult(readOfflineProfile(configurationFile))) }
        const found = yield* answered(discover(hardware, { key: yield* randomKey }, { begunBy, ...file }))
        const { attempt, deviceId, profile } = found
        const pageTimeoutMillis = yield* answered(pageTimeout(deviceId))
        return { deviceId, token: deviceToken(keys, found), attempt, profile, pageTimeoutMillis }
      }, Effect.provideContext(services)),
      report: Effect.fnUntraced(function* (token, report) {
        const reporting = readDeviceToken(keys, token)
        if (reporting === undefined)
          return yield* new ServiceFailed({ what: "The device lost its token.", remedy: "Start it again." })
        const answer = yield* answered(takeReport(report, reporting, { key: yield* randomKey }))
        const refusal = refusedFact(answer.facts)
        if (refusal !== null) return yield* refusal
      }, Effect.provideContext(services)),
    })
  }),
)
