import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import type { DomainFact } from "#domain/catalogue"
import { shownVerdict, VERDICT_SAYS } from "#domain/hardware"
import { rehash as rehashDevice } from "#workflows/commands"
import { deviceArgument, theDevice } from "../device.ts"
import { jsonFlag } from "../json-flag.ts"
import { note, Output, result, resultJson } from "../output.ts"
import { evidenceColumns } from "../print/evidence.ts"
import { table } from "../print/table.ts"
import { settled } from "../settle.ts"
import { onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"
import { hashIn, summaryOf } from "./hash.ts"

const rehashedIn = (facts: ReadonlyArray<DomainFact>) =>
  facts.find((fact) => fact.type === "HardwareRehashed")?.data

/** `flightlog rehash SERIAL|ID FILE` */
export const rehash = Command.make(
  "rehash",
  {
    device: deviceArgument,
    file: Argument.String("file").pipe(
      Argument.withMetavar("FILE|-"),
      Argument.withDescription("File with the new hardware hash of the device; - reads it from stdin"),
    ),
    json: jsonFlag,
  },
  Effect.fn("rehash")(function* ({ device, file, json }) {
    const hardware = yield* summaryOf(file, (yield* hashIn(file)).report)
    const caller = yield* tenantCaller
    const deviceId = yield* theDevice(caller.tenantId, device)
    const { facts } = yield* settled(rehashDevice(deviceId, hardware, caller))
    const rehashed = rehashedIn(facts)
    if (rehashed === undefined) return yield* result(`${device} has this hash already; nothing changed.`)
    const isResolved = facts.some(({ type }) => type === "RemediationResolved")
    if (json) return yield* resultJson({ deviceId, ...shownVerdict(rehashed), resolved: isResolved })
    yield* result(
      `${device} has a new hash: ${rehashed.verdict}, ${VERDICT_SAYS[rehashed.verdict]} (${rehashed.score} of 100).\n`,
    )
    yield* result(table(rehashed.evidence, evidenceColumns, (yield* Output).out))
    if (isResolved) yield* note("What waited to be put right is resolved.")
  }, onStore),
).pipe(
  Command.withDescription(
    "Takes a new hardware hash for a registered device, after a repair. The device keeps its history, its tag and its " +
      "profile; its new identities are claimed and its old ones freed. A hash of another machine is refused.",
  ),
  Command.withShortDescription("Take a new hash for a repaired device"),
  Command.withExamples([{ command: "flightlog rehash CTS-0000001 after-repair.txt" }]),
)
