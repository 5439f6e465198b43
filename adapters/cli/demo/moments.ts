import { Effect, Schema } from "effect"
import { FetchHttpClient } from "effect/http"
import { serviceClient } from "#adapters/simulator"

const Identities = Schema.Struct({
  value: Schema.Array(Schema.Struct({ id: Schema.String, serialNumber: Schema.String })),
})
const History = Schema.Array(Schema.Struct({ position: Schema.String, type: Schema.String }))

/** The position of the last event of a device before somebody signed in, read over HTTP. */
export const beforeSignIn = Effect.fnUntraced(function* (address: string, serialNumber: string) {
  const { ask } = yield* serviceClient(address)
  const { value } = yield* ask("/v1.0/deviceManagement/windowsAutopilotDeviceIdentities", Identities)
  const id = value.find((device) => device.serialNumber === serialNumber)?.id ?? ""
  const events = yield* ask(`/api/devices/${id}/history`, History)
  const signIn = events.findIndex(({ type }) => type === "UserSignedIn")
  return events[signIn - 1]?.position ?? ""
}, Effect.provide(FetchHttpClient.layer))
