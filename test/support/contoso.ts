import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { MachineSpec } from "#domain/hardware"
import { streamId } from "#domain/kernel"
import {
  addUser,
  changeLicence,
  createTenant,
  discover,
  type Report,
  type Reporting,
  registerDevice,
  type TenantCaller,
  takeReport,
} from "#workflows/commands"
import { AFTER, capture, NOTEBOOK } from "./machines.ts"

/** Who acts in tests. */
export const ADMIN = { kind: "administrator", id: "6b1cbd43-5a52-5d0b-9b0e-111111111111" } as const

let keys = 0

/** A caller with a fresh idempotency key. */
export const callerIn = (tenantId: string): TenantCaller => ({ actor: ADMIN, tenantId, key: `key-${keys++}` })

/** A tenant by name, without users. */
export const tenantNamed = (name: string) =>
  Effect.map(
    createTenant(
      { name, domains: [`${name.toLowerCase()}.com`] },
      { actor: ADMIN, tenantId: null, key: name },
    ),
    ({ tenantId }) => tenantId,
  )

/** The tenant Contoso with Ann, who has a licence, and Bob, who has none. */
export const contoso = Effect.gen(function* () {
  const tenantId = yield* tenantNamed("Contoso")
  yield* addUser({ upn: "ann@contoso.com", displayName: "Ann" }, callerIn(tenantId))
  yield* changeLicence(
    { type: "AssignLicence", upn: "ann@contoso.com", licence: "INTUNE" },
    callerIn(tenantId),
  )
  yield* addUser({ upn: "bob@contoso.com", displayName: "Bob" }, callerIn(tenantId))
  return tenantId
})

/** What a registration by an owner says, without the extras. */
export const registrationOf = (machine: MachineSpec, groupTag: string | null = null) => ({
  method: "manual" as const,
  hardware: capture(machine),
  groupTag,
  orderId: null,
  purchaseOrder: null,
  productKey: null,
  import: null,
  assignedUser: null,
})

/** Registers a machine and gives its device id. */
export const registered = (
  caller: TenantCaller,
  machine: MachineSpec = NOTEBOOK,
  groupTag: string | null = null,
) => Effect.map(registerDevice(registrationOf(machine, groupTag), caller), ({ stream }) => streamId(stream))

/** Reports for a device, a virtual minute after each other. */
export const reporter = (reporting: Reporting) => (report: Report) =>
  takeReport(report, reporting, { key: `key-${keys++}` }).pipe(Effect.tap(() => TestClock.adjust("1 minute")))

/** A machine that asks for its profile, with a capture of its own. */
export const discovered = (machine: MachineSpec = NOTEBOOK, begunBy: "user" | "technician" = "user") =>
  Effect.map(discover(capture(machine, AFTER), { key: `key-${keys++}` }, { begunBy }), (found) => ({
    ...found,
    report: reporter(found),
  }))

/** Everything between power-on and the first phase of the Enrollment Status Page. */
export const upToEnrolment = (upn = "ann@contoso.com"): ReadonlyArray<Report> => [
  { report: "network", medium: "wifi" },
  { report: "answers", answers: { region: "GB" } },
  { report: "sign-in", userPrincipalName: upn },
  { report: "join" },
  { report: "enrol" },
]

/** A registered notebook of Contoso's, enrolled by Ann, at the beginning of the Enrollment Status Page. */
export const enrolled = Effect.fn(function* (tenantId: string, upn?: string) {
  yield* registered(callerIn(tenantId))
  const device = yield* discovered()
  for (const report of upToEnrolment(upn)) yield* device.report(report)
  return device
})
