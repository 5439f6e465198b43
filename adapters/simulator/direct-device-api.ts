import { Effect, Layer, Result } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { decodeHash, type HashError, summarise } from "#domain/hardware"
import {
  Devices,
  deviceToken,
  discover,
  type MachineLibrary,
  readDeviceToken,
  takeReport,
} from "#workflows/commands"
import { Entropy, type EventStore, Keys, type Knowledge } from "#workflows/ports"
import { answered } from "./answered.ts"
import { DeviceApi, DeviceRefused, ServiceFailed } from "./device-api.ts"

/** What was refused before the device's eyes, and so is a fact of its history. */
const recordedRefusal = (facts: ReadonlyArray<DomainFact>): DeviceRefused | null => {
  for (const fact of facts) {
    if (fact.type === "SignInRefused")
      return new DeviceRefused({
        code: fact.data.reason,
        number: fact.data.code,
        what:
          fact.data.reason === "wrong-tenant"
            ? "This account belongs to another organisation than this device."
            : "This organisation has no such user.",
        remedy: "Sign in with an account of the organisation that the device is registered for.",
        recorded: true,
      })
    if (fact.type === "JoinRefused" || fact.type === "EnrollmentRefused")
      return new DeviceRefused({
        code: fact.type === "JoinRefused" ? "join-refused" : "enrollment-refused",
        number: fact.data.code,
        what: `The service refused: ${fact.data.reason}.`,
        remedy: "Have an administrator put it right, then set the device up again.",
        recorded: true,
      })
  }
  return null
}

const badHash = ({ autopilot, remedy, what }: HashError) =>
  new DeviceRefused({ code: autopilot, number: null, what, remedy, recorded: false })

const randomKey = Effect.gen(function* () {
  return Buffer.from((yield* Entropy).bytes(16)).toString("hex")
})

const pageTimeout = Effect.fnUntraced(function* (deviceId: string) {
  const { machines, process } = yield* (yield* Devices).load(deviceId)
  const profile = process.device.attempt?.profile
  return profile === undefined ? 0 : (machines(profile).settings?.enrollmentStatus.timeoutMillis ?? 0)
})

type Services = Devices | MachineLibrary | EventStore | Keys | Knowledge | Entropy

/** The device API on a store itself: the same commands that the HTTP API carries out. */
export const directDeviceApi: Layer.Layer<DeviceApi, never, Services> = Layer.effect(
  DeviceApi,
  Effect.gen(function* () {
    const services = yield* Effect.context<Services>()
    const keys = yield* Keys
    return DeviceApi.of({
      discover: Effect.fnUntraced(function* (hash) {
        const hardware = yield* Effect.fromResult(
          Result.flatMap(decodeHash(hash), ({ report }) => summarise(report)),
        ).pipe(Effect.mapError(badHash))
        const found = yield* answered(discover(hardware, { key: yield* randomKey }))
        const { attempt, deviceId, profile } = found
        const pageTimeoutMillis = yield* answered(pageTimeout(deviceId))
        return { deviceId, token: deviceToken(keys, found), attempt, profile, pageTimeoutMillis }
      }, Effect.provideContext(services)),
      report: Effect.fnUntraced(function* (token, report) {
        const reporting = readDeviceToken(keys, token)
        if (reporting === undefined)
          return yield* new ServiceFailed({ what: "The device lost its token.", remedy: "Start it again." })
        const answer = yield* answered(takeReport(report, reporting, { key: yield* randomKey }))
        const refusal = recordedRefusal(answer.facts)
        if (refusal !== null) return yield* refusal
      }, Effect.provideContext(services)),
    })
  }),
)
