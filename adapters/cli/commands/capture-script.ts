import { fileURLToPath } from "node:url"
import { Effect, FileSystem } from "effect"
import { Command } from "effect/cli"
import { result } from "../output.ts"

const SCRIPT = new URL("../capture-script/capture-device.ps1", import.meta.url)

/** `flightlog capture-script` */
export const captureScript = Command.make(
  "capture-script",
  {},
  Effect.fn("capture-script")(function* () {
    const { readFileString } = yield* FileSystem.FileSystem
    yield* result((yield* readFileString(fileURLToPath(SCRIPT))).trimEnd())
  }),
).pipe(
  Command.withDescription(
    "Prints a PowerShell script that reads the serial number and the hardware hash of the Windows computer it runs on, and " +
      "changes nothing. It writes the CSV that the import takes, or sends it to a service. Needs no store.",
  ),
  Command.withShortDescription("Print the script that captures a device's hash"),
  Command.withExamples([
    { command: "flightlog capture-script > capture-device.ps1" },
    {
      command: "powershell -ExecutionPolicy Bypass -File capture-device.ps1 -OutputFile AutopilotHWID.csv",
      description: "On the device, as an administrator; then: flightlog import AutopilotHWID.csv",
    },
  ]),
)
