import { Effect } from "effect"
import { TestClock } from "effect/testing"
import {
  addUser,
  changeGroupTag,
  changeLicence,
  createTenant,
  discover,
  type Report,
  registerDevice,
  takeReport,
} from "#workflows/commands"
import { AFTER, capture, NOTEBOOK } from "../../support/machines.ts"

const admin = { kind: "administrator", id: "6b1cbd43-5a52-5d0b-9b0e-111111111111" } as const

/** A registered notebook of Contoso, whose user ann has signed in; one minute passes after each step. */
export const aSignedInDevice = Effect.gen(function* () {
  let keys = 0
  const key = () => `${keys++}`
  const minute = TestClock.adjust("1 minute")
  const { tenantId } = yield* createTenant(
    { name: "Contoso", domains: ["contoso.com"] },
    { actor: admin, tenantId: null, key: key() },
  )
  const caller = () => ({ actor: admin, actorName: "Ada", tenantId, key: key() })
  yield* addUser({ upn: "ann@contoso.com", displayName: "Ann" }, caller())
  yield* changeLicence({ type: "AssignLicence", upn: "ann@contoso.com", licence: "INTUNE" }, caller())
  yield* minute
  const { stream } = yield* registerDevice(
    {
      method: "manual",
      hardware: capture(NOTEBOOK),
      groupTag: null,
      orderId: null,
      purchaseOrder: null,
      productKey: null,
      import: null,
      assignedUser: null,
    },
    caller(),
  )
  const deviceId = stream.slice("device-".length)
  yield* minute
  yield* changeGroupTag(deviceId, "sales", caller())
  yield* minute
  const found = yield* discover(capture(NOTEBOOK, AFTER), { key: key() })
  const report = (one: Report) =>
    takeReport(one, found, { key: key() }).pipe(Effect.tap(() => TestClock.adjust("1 minute")))
  yield* report({ report: "network", medium: "wifi" })
  yield* report({ report: "answers", answers: { region: "GB" } })
  yield* report({ report: "sign-in", userPrincipalName: "ann@contoso.com" })
  return { tenantId, deviceId, report }
})
