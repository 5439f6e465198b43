import { Clock, Context, Effect, Layer } from "effect"
import { readCsv } from "#adapters/csv"
import { rejectedRow } from "#domain/import"
import {
  addUser,
  allowNextEnrollment,
  autopilotReset,
  changeLicence,
  type Devices,
  type MachineLibrary,
  processImport,
  publishProfile,
  removeIntuneRecord,
  submitImport,
  type TenantCaller,
} from "#workflows/commands"
import { Entropy, type EventStore, type Keys, type Knowledge, type ShippedProfiles } from "#workflows/ports"
import { exportPublished } from "#workflows/rollout"
import { Administration } from "./administration.ts"
import { answered } from "./answered.ts"
import { ServiceFailed } from "./device-api.ts"
import type { RemoteAct } from "./plan.ts"

type Services = Devices | MachineLibrary | EventStore | Keys | Knowledge | Entropy | ShippedProfiles

/** Who administers, and what the tenant's user names end with. */
export interface DirectTenant {
  readonly caller: Omit<TenantCaller, "key">
  readonly domains: ReadonlyArray<string>
}

const LICENCE = "INTUNE"
const ACTS: {
  readonly [act in RemoteAct]: (
    deviceId: string,
    caller: TenantCaller,
  ) => Effect.Effect<unknown, Error, Services>
} = {
  unblock: (deviceId, caller) =>
    allowNextEnrollment(deviceId, "a virtual device is to enrol once more", caller),
  "autopilot-reset": autopilotReset,
  wipe: (deviceId, caller) =>
    removeIntuneRecord(deviceId, { act: "wipe", reason: "a virtual device is wiped" }, caller),
}

/** An administrator at a store itself: the same commands that the HTTP API carries out. */
export const directAdministration = ({
  caller,
  domains,
}: DirectTenant): Layer.Layer<Administration, never, Services> =>
  Layer.effect(
    Administration,
    Effect.gen(function* () {
      // Whoever calls brings the time: a simulation has its own.
      const services = Context.omit(Clock.Clock)(yield* Effect.context<Services>())
      const entropy = yield* Entropy
      const fresh = (): TenantCaller => ({ ...caller, key: Buffer.from(entropy.bytes(16)).toString("hex") })
      return Administration.of({
        domains: Effect.succeed(domains),
        addUser: Effect.fnUntraced(function* (upn, isLicensed) {
          yield* answered(addUser({ upn, displayName: null }, fresh()))
          if (isLicensed)
            yield* answered(changeLicence({ type: "AssignLicence", upn, licence: LICENCE }, fresh()))
        }, Effect.provideContext(services)),
        publishProfile: Effect.fnUntraced(function* (file) {
          yield* answered(publishProfile(file, fresh()))
        }, Effect.provideContext(services)),
        configurationFile: Effect.fnUntraced(function* (name) {
          const recipient = { tenantId: caller.tenantId, domain: domains[0] ?? "" }
          const wanted = { name, version: null, to: "autopilot-json" } as const
          return (yield* answered(exportPublished(caller.tenantId, wanted, recipient))).text
        }, Effect.provideContext(services)),
        act: Effect.fnUntraced(function* (deviceId, act) {
          yield* answered(ACTS[act](deviceId, fresh()))
        }, Effect.provideContext(services)),
        importDevices: Effect.fnUntraced(function* (csv) {
          const { refused, rows } = yield* Effect.fromResult(readCsv(Buffer.from(csv))).pipe(
            Effect.mapError(({ remedy, what }) => new ServiceFailed({ what, remedy })),
          )
          const by = fresh()
          const file = { importId: by.key, rows, refused: refused.map(rejectedRow) }
          yield* answered(submitImport(file, by))
          yield* answered(processImport(by.tenantId, by.key))
        }, Effect.provideContext(services)),
      })
    }),
  )
