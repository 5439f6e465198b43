import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import {
  allowNextEnrollment,
  autopilotReset,
  type IntuneRemoval,
  removeIntuneRecord,
} from "#workflows/commands"
import { deviceArgument, theDevice } from "../device.ts"
import { result } from "../output.ts"
import { onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"

const reasonFlag = (otherwise: string) =>
  Flag.String("reason").pipe(
    Flag.withMetavar("TEXT"),
    Flag.withDescription("Why; it stays in the device's history"),
    Flag.withDefault(otherwise),
  )

/** `flightlog unblock DEVICE` */
export const unblock = Command.make(
  "unblock",
  { device: deviceArgument, reason: reasonFlag("unblocked by an administrator") },
  Effect.fn("unblock")(function* ({ device, reason }) {
    const caller = yield* tenantCaller
    const { facts } = yield* allowNextEnrollment(yield* theDevice(caller.tenantId, device), reason, caller)
    yield* result(
      facts.length === 0
        ? `Nothing blocks ${device}; nothing changed.`
        : `${device} may enrol by its TPM once more.`,
    )
  }, onStore),
).pipe(
  Command.withDescription(
    "Lets a self-deploying or pre-provisioned device enrol once more: it may do so by its TPM only once, and is refused " +
      "with 0x80180014 after that. Not while the service puts a change of its hardware right (Fix pending).",
  ),
  Command.withShortDescription("Let a device enrol by its TPM once more"),
  Command.withExamples([{ command: 'flightlog unblock CTS-0000001 --reason "kiosk set up again"' }]),
)

/** `flightlog autopilot-reset DEVICE` */
export const autopilotResetDevice = Command.make(
  "autopilot-reset",
  { device: deviceArgument },
  Effect.fn("autopilot-reset")(function* ({ device }) {
    const caller = yield* tenantCaller
    const { facts } = yield* autopilotReset(yield* theDevice(caller.tenantId, device), caller)
    yield* result(
      facts.length === 0
        ? `${device} is being reset already; nothing changed.`
        : `${device} resets itself when it is switched on next: apps, files and settings go, its enrolment stays.`,
    )
  }, onStore),
).pipe(
  Command.withDescription(
    "Makes a device ready for its next user (Windows Autopilot Reset). Apps, files and settings go; its enrolment, its " +
      "identity in Entra, Wi-Fi, provisioning packages and SCEP certificates stay, so it is no new attempt. Its primary " +
      "user is removed. Not for hybrid joined devices: wipe those (flightlog unmanage --act wipe).",
  ),
  Command.withShortDescription("Make a device ready for its next user, still enrolled"),
  Command.withExamples([{ command: "flightlog autopilot-reset CTS-0000001" }]),
)

const ACTS = ["delete", "retire", "wipe"] as const satisfies ReadonlyArray<IntuneRemoval["act"]>

/** `flightlog unmanage DEVICE` */
export const unmanage = Command.make(
  "unmanage",
  {
    device: deviceArgument,
    act: Flag.Literals("act", ACTS).pipe(
      Flag.withDescription("What is done in Intune; the record goes in any case"),
      Flag.withDefault("delete"),
    ),
    reason: reasonFlag("removed from Intune by an administrator"),
  },
  Effect.fn("unmanage")(function* ({ act, device, reason }) {
    const caller = yield* tenantCaller
    const id = yield* theDevice(caller.tenantId, device)
    yield* removeIntuneRecord(id, { act, reason }, caller)
    yield* result(`${device} has left the Intune list. Its registration stays as it is.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Removes a device from the Intune list alone: its registration stays, and it may be set up again.",
  ),
  Command.withShortDescription("Remove a device from the Intune list alone"),
  Command.withExamples([{ command: "flightlog unmanage CTS-0000001 --act wipe" }]),
)
