import { Effect, Layer, Schema } from "effect"
import { FetchHttpClient } from "effect/http"
import { Administration } from "./administration.ts"
import { DeviceRefused, ServiceFailed } from "./device-api.ts"
import type { RemoteAct } from "./plan.ts"
import { serviceClient } from "./service-client.ts"

const Tenants = Schema.Array(
  Schema.Struct({ id: Schema.String, name: Schema.String, domains: Schema.Array(Schema.String) }),
)
const Submitted = Schema.Struct({ importId: Schema.String })
const Exported = Schema.Struct({ text: Schema.String })
const Identity = Schema.Struct({ managedDeviceId: Schema.NullOr(Schema.String) })
const Status = Schema.Struct({ status: Schema.Literals(["running", "completed"]) })

const noTenant = (name: string | null) =>
  new DeviceRefused({
    code: "tenant-unknown",
    number: null,
    what: name === null ? "The service has no tenant, or several." : `The service has no tenant "${name}".`,
    remedy: "Name one of the service's tenants: --tenant NAME",
    recorded: false,
  })

const tooSlow = (what: string) =>
  new ServiceFailed({
    what: `${what} within a minute.`,
    remedy: "Look at the health of the service: GET /health/ready",
  })

const GRAPH = "/beta/deviceManagement"

/** How often an import is looked at, and how many times. */
const PAUSE = "100 millis"
const LOOKS = 600

/**
 * An administrator of a running service.
 *
 * @param tenant name or id; null where the service has only one
 */
export const httpAdministration = (address: string, tenant: string | null): Layer.Layer<Administration> =>
  Layer.effect(
    Administration,
    Effect.gen(function* () {
      const { ask, send } = yield* serviceClient(address)
      const theTenant = yield* Effect.cached(
        Effect.flatMap(ask("/api/tenants", Tenants), (tenants) => {
          const named = tenants.filter(
            ({ id, name }) => tenant === null || id === tenant || name.toLowerCase() === tenant.toLowerCase(),
          )
          const [found, ...others] = named
          return found === undefined || others.length > 0 ? noTenant(tenant) : Effect.succeed(found)
        }),
      )
      const headers = Effect.map(theTenant, ({ id }) => ({ "Flightlog-Tenant": id }))
      const waitFor = Effect.fnUntraced(function* (importId: string) {
        for (let look = 0; look < LOOKS; look++) {
          const path = `/api/imports/${encodeURIComponent(importId)}`
          const { status } = yield* ask(path, Status, { headers: yield* headers })
          if (status === "completed") return
          yield* Effect.sleep(PAUSE)
        }
        return yield* tooSlow("The import was not done")
      })
      /** The Intune record of a device, once the list tells of it. */
      const recordOf = Effect.fnUntraced(function* (id: string) {
        for (let look = 0; look < LOOKS; look++) {
          const path = `${GRAPH}/windowsAutopilotDeviceIdentities/${id}`
          const { managedDeviceId } = yield* ask(path, Identity, { headers: yield* headers })
          if (managedDeviceId !== null) return managedDeviceId
          yield* Effect.sleep(PAUSE)
        }
        return yield* tooSlow("The Intune list did not tell of the device")
      })
      const pathOf = Effect.fnUntraced(function* (id: string, act: RemoteAct) {
        if (act === "autopilot-reset") return `/api/devices/${id}/autopilot-reset`
        if (act === "unblock") return `${GRAPH}/windowsAutopilotDeviceIdentities/${id}/allowNextEnrollment`
        return `${GRAPH}/managedDevices/${yield* recordOf(id)}/wipe`
      })
      return Administration.of({
        domains: Effect.map(theTenant, ({ domains }) => domains),
        addUser: Effect.fnUntraced(function* (userPrincipalName, isLicensed) {
          const within = { headers: yield* headers }
          yield* send("/api/users", { json: { userPrincipalName }, ...within })
          const path = `/api/users/${encodeURIComponent(userPrincipalName)}/licences`
          if (isLicensed) yield* send(path, { json: {}, ...within })
        }),
        publishProfile: Effect.fnUntraced(function* ({ text: yaml }) {
          yield* send("/api/profiles", { yaml, headers: yield* headers })
        }),
        configurationFile: Effect.fnUntraced(function* (profile) {
          const path = `/api/profiles/${encodeURIComponent(profile)}/export?to=autopilot-json`
          return (yield* ask(path, Exported, { headers: yield* headers })).text
        }),
        act: Effect.fnUntraced(function* (deviceId, act) {
          yield* send(yield* pathOf(encodeURIComponent(deviceId), act), { json: {}, headers: yield* headers })
        }),
        importDevices: Effect.fnUntraced(function* (csv) {
          const { importId } = yield* ask("/api/imports", Submitted, { csv, headers: yield* headers })
          yield* waitFor(importId)
        }),
      })
    }),
  ).pipe(Layer.provide(FetchHttpClient.layer))
