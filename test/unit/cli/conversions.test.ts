import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { serviceOn } from "#adapters/config"
import { enrolOrdinarily } from "#workflows/commands"
import { callerIn, contoso } from "../../support/contoso.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { temporaryDirectory } from "../../support/temporary-directory.ts"
import { commandLine } from "./command-line.ts"

const directory = temporaryDirectory()

it.live("conversions lists the devices that enrolled without being registered, and how far each is", () =>
  Effect.gen(function* () {
    const path = join(directory, "flightlog.sqlite")
    const store = `sqlite:${path}`
    const { manufacturer, model, serialNumber } = NOTEBOOK
    const device = { deviceName: "PC-42", ownership: "personal", manufacturer, model, serialNumber } as const
    yield* Effect.gen(function* () {
      const caller = callerIn(yield* contoso)
      yield* enrolOrdinarily({ ...device, osVersion: null, userPrincipalName: "ann@contoso.com" }, caller)
    }).pipe(Effect.provide(serviceOn({ kind: "sqlite", path })))
    const { exit, stdout } = yield* commandLine(["conversions"], { store })
    assert.strictEqual(exit, 0)
    assert.match(stdout, /^Device +Serial number +Model +Owned +Conversion/)
    assert.match(stdout, /PC-42 +CTS-0000042 +Contoso Book 1 +personal +enrolled/)
    const listed = JSON.parse((yield* commandLine(["conversions", "--json"], { store })).stdout)
    assert.deepInclude(listed[0], { state: "enrolled", profile: null, until: null, deviceId: null })
  }),
)
