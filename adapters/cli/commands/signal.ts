import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { sendSignal } from "#workflows/commands"
import { deviceArgument, theDevice } from "../device.ts"
import { result } from "../output.ts"
import { onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"

/** `flightlog signal DEVICE NAME` */
export const signal = Command.make(
  "signal",
  {
    device: deviceArgument,
    name: Argument.String("name").pipe(
      Argument.withMetavar("NAME"),
      Argument.withDescription("As the profile writes it under signals"),
    ),
  },
  Effect.fn("signal")(function* ({ device, name }) {
    const caller = yield* tenantCaller
    const { attempt } = yield* sendSignal(yield* theDevice(caller.tenantId, device), name, caller)
    yield* result(`${device} has the signal "${name}" now, in attempt ${attempt}.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Sends a signal of the organisation's own to the deployment that is under way, such as an approval by the service " +
      "desk. Its profile declares it under signals, and a state waits for it. Over HTTP: POST " +
      "/api/devices/{id}/signals/{name}.",
  ),
  Command.withShortDescription("Send a deployment a signal that its profile waits for"),
  Command.withExamples([{ command: "flightlog signal CTS-0000001 ApprovalGranted" }]),
)
