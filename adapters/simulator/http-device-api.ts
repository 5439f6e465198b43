import { Effect, Layer, Schema } from "effect"
import { FetchHttpClient } from "effect/http"
import type { Report } from "#workflows/commands"
import { type Asking, DeviceApi } from "./device-api.ts"
import { serviceClient } from "./service-client.ts"

/** What a device reads of the answer to its question for a profile. */
const Served = Schema.Struct({
  deviceId: Schema.String,
  token: Schema.String,
  attempt: Schema.Int,
  profile: Schema.Struct({ name: Schema.String, version: Schema.Int }),
  settings: Schema.NullOr(Schema.Struct({ enrollmentStatus: Schema.Struct({ timeoutMillis: Schema.Int }) })),
})

/**
 * The device API of a running service over HTTP.
 *
 * @param address such as `http://127.0.0.1:8080`
 */
export const httpDeviceApi = (address: string): Layer.Layer<DeviceApi> =>
  Layer.effect(
    DeviceApi,
    Effect.gen(function* () {
      const { ask, send } = yield* serviceClient(address)
      return DeviceApi.of({
        discover: Effect.fnUntraced(function* (hash, asking: Asking = {}) {
          const json = { hash, ...asking }
          const { settings, ...served } = yield* ask("/api/device/discover", Served, { json })
          return { ...served, pageTimeoutMillis: settings?.enrollmentStatus.timeoutMillis ?? 0 }
        }),
        report: Effect.fnUntraced(function* (token, { report, ...json }: Report) {
          yield* send(`/api/device/${report}`, { json, token })
        }),
      })
    }),
  ).pipe(Layer.provide(FetchHttpClient.layer))
