import { Effect, Result, Schema } from "effect"
import { readOfflineProfile } from "#domain/device"
import { decodeHash, summarise } from "#domain/hardware"
import { ProfileSettings } from "#domain/profile"
import { listTenants } from "#projections/tenants"
import { Devices, deviceToken, discover } from "#workflows/commands"
import { frozenOf } from "#workflows/engine"
import { Keys } from "#workflows/ports"
import { jsonBody } from "../exchange/body.ts"
import { json } from "../exchange/reply.ts"
import { route } from "../exchange/route.ts"
import { IDEMPOTENCY_HEADER, keyOf } from "../given/caller.ts"
import { Nothing } from "../given/routes.ts"
import { POSITION_HEADER } from "../given/wait.ts"

const LONGEST_FILE = 16 * 1024

const { device, enrollmentStatus, oobe } = ProfileSettings.fields

const Served = Schema.Struct({
  deviceId: Schema.String,
  serialNumber: Schema.String,
  /** Lets this device report within this attempt, and nothing else. */
  token: Schema.String,
  attempt: Schema.Int,
  tenant: Schema.Struct({
    id: Schema.String,
    name: Schema.NullOr(Schema.String),
    domains: Schema.Array(Schema.String),
  }),
  profile: Schema.Struct({ name: Schema.String, version: Schema.Int }),
  /** What the device needs of the profile, frozen for this attempt. */
  settings: Schema.NullOr(Schema.Struct({ title: Schema.String, device, oobe, enrollmentStatus })),
}).annotate({ identifier: "ServedProfile" })

/** The settings that are frozen into a device's present attempt, with the page that was chosen for it when it enrolled. */
const settingsOf = Effect.fnUntraced(function* (deviceId: string) {
  const { machines, process } = yield* (yield* Devices).load(deviceId)
  const settings = frozenOf(process.device, "attempt", machines)?.settings
  if (settings == null) return null
  const { title, device, oobe, enrollmentStatus } = settings
  return { title, device, oobe, enrollmentStatus }
})

const tenantOf = Effect.fnUntraced(function* (id: string) {
  const tenant = (yield* listTenants()).find((one) => one.id === id)
  return { id, name: tenant?.name ?? null, domains: tenant?.domains ?? [] }
})

const ask = route({
  method: "POST",
  path: "/api/device/discover",
  face: "native",
  tag: "Device reports",
  summary: "A device asks for its profile, by its hardware hash captured now",
  headers: [{ name: IDEMPOTENCY_HEADER, description: "The same key begins one attempt." }],
  params: Nothing,
  query: Nothing,
  body: jsonBody(
    Schema.Struct({
      hash: Schema.String.annotate({ description: "The 4K hardware hash: 4000 Base64 characters." }),
      /** A technician begins pre-provisioning (five times the Windows key); otherwise the user sets the device up. */
      begunBy: Schema.optionalKey(Schema.Literals(["user", "technician"])),
      /** `AutopilotConfigurationFile.json` as it stands on the device's disk; an assigned profile wins over it. */
      configurationFile: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(LONGEST_FILE))),
    }),
  ),
  answers: [{ status: 200, description: "Its profile, and a token for its reports.", schema: Served }],
  handle: Effect.fnUntraced(function* ({ body: { begunBy = "user", configurationFile, hash }, request }) {
    const hardware = yield* Effect.fromResult(
      Result.flatMap(decodeHash(hash), ({ report }) => summarise(report)),
    )
    const file =
      configurationFile === undefined
        ? {}
        : { file: yield* Effect.fromResult(readOfflineProfile(configurationFile)) }
    const asking = { begunBy, ...file }
    const found = yield* discover(hardware, { key: yield* keyOf(request) }, asking)
    const { attempt, deviceId, position, profile, serialNumber, tenantId } = found
    const served = {
      deviceId,
      serialNumber,
      token: deviceToken(yield* Keys, { deviceId, tenantId, attempt }),
      attempt,
      tenant: yield* tenantOf(tenantId),
      profile,
      settings: yield* settingsOf(deviceId),
    }
    return json(200, served, { [POSITION_HEADER]: position })
  }),
})

export const discoverRoutes = [ask]
