import { Effect } from "effect"
import { virtualMachine } from "#adapters/simulator"
import { deriveId, streamName } from "#domain/kernel"
import {
  addUser,
  changeGroupTag,
  changeLicence,
  createTenant,
  discover,
  executeDevice,
  nameDevice,
  type Report,
  registerDevice,
  takeReport,
  unasked,
} from "#workflows/commands"
import { Knowledge } from "#workflows/ports"
import { ADMIN, callerIn, registrationOf, upToEnrolment } from "../support/contoso.ts"
import { AFTER, capture } from "../support/machines.ts"

/** The tenant of the benchmarks with Ann, who has a licence. */
export const benchTenant = Effect.gen(function* () {
  const { position, tenantId } = yield* createTenant(
    { name: "Contoso", domains: ["contoso.com"] },
    { actor: ADMIN, tenantId: null, key: "bench" },
  )
  yield* addUser({ upn: "ann@contoso.com", displayName: "Ann" }, callerIn(tenantId))
  yield* changeLicence(
    { type: "AssignLicence", upn: "ann@contoso.com", licence: "INTUNE" },
    callerIn(tenantId),
  )
  yield* (yield* Knowledge).reached(position)
  return tenantId
})

const assigned = Effect.fnUntraced(function* (deviceId: string, tenantId: string) {
  const catalogue = yield* (yield* Knowledge).catalogue(tenantId)
  const commandId = deriveId("bench-assign", deviceId)
  yield* executeDevice(
    { deviceId, command: { type: "AssignProfile", catalogue } },
    unasked({ kind: "process", id: "assignment" }, tenantId, commandId),
  )
})

/** The reports of a deployment with that many applications, each reported as begun and as done. */
const deployment = (applications: number): ReadonlyArray<Report> => {
  const targeted = Array.from({ length: applications }, (_, index) => ({
    category: "applications" as const,
    item: `app-${index}`,
  }))
  const phase = "deviceSetup" as const
  return [
    ...upToEnrolment(),
    { report: "esp-phase", phase: "devicePreparation", targeted: [] },
    { report: "esp-phase", phase, targeted },
    ...targeted.flatMap((item) =>
      (["inProgress", "completed"] as const).map((state) => ({
        report: "esp-item" as const,
        phase,
        ...item,
        state,
        code: null,
      })),
    ),
    { report: "esp-phase", phase: "accountSetup", targeted: [] },
  ]
}

/** Registers a virtual machine and gives it its profile; with `applications` it is deployed, too. */
export const deviceWithHistory = Effect.fnUntraced(function* (
  tenantId: string,
  number: number,
  applications: number | null = null,
) {
  const machine = virtualMachine("bench", number)
  const { stream } = yield* registerDevice(registrationOf(machine), callerIn(tenantId))
  const deviceId = stream.slice(streamName("device", "").length)
  yield* assigned(deviceId, tenantId)
  yield* changeGroupTag(deviceId, "sales", callerIn(tenantId))
  yield* nameDevice(deviceId, `PC-${number}`, callerIn(tenantId))
  if (applications === null) return deviceId
  const found = yield* discover(capture(machine, AFTER), { key: `discover-${number}` })
  for (const [index, report] of deployment(applications).entries())
    yield* takeReport(report, found, { key: `report-${number}-${index}` })
  return deviceId
})
