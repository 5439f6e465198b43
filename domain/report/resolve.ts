import { Result } from "effect"
import { type HardwareSummary, match } from "#domain/hardware"
import { Refusal } from "#domain/kernel"
import type { LookupIdentifier } from "./report.ts"

/** One report that a look-up key leads to. */
export interface Listed {
  readonly hardware: HardwareSummary
  /** A later registration shows that the machine is no longer as it was delivered: main parts were replaced. */
  readonly outdated: boolean
}

const told = (identifier: LookupIdentifier): string =>
  identifier.by === "pkid"
    ? `the product key id "${identifier.productKeyId}"`
    : `manufacturer "${identifier.manufacturer}", model "${identifier.model}" and serial number "${identifier.serialNumber}"`

/** 803: the identifier says nothing that could be looked up. */
export const identifierUnusable = (identifier: LookupIdentifier) =>
  new Refusal({
    kind: "invalid",
    code: "identifier-unusable",
    number: "803",
    what: `No device can be told by ${told(identifier)}: a value is missing or a placeholder (MissingZtdSerialNumberAndProductKey).`,
    remedy:
      identifier.by === "pkid"
        ? "Write the 13 digits from the label of the box, or use the hardware hash."
        : "Write manufacturer, model and serial number exactly as the firmware does, or use the hardware hash.",
  })

const notFound = (identifier: LookupIdentifier) =>
  new Refusal({
    kind: "unknown",
    code: "hardware-not-found",
    number: "812",
    what: `No hardware hash is known for ${told(identifier)} (ZtdDeviceNotFound).`,
    remedy:
      "Let the manufacturer deliver the machine's hash, or register it by its hardware hash; after a repair nothing else works.",
  })

const notUnique = (identifier: LookupIdentifier) =>
  new Refusal({
    kind: "conflict",
    code: "hardware-not-unique",
    number: "813",
    what: `Hardware hashes of several machines are known for ${told(identifier)} (ZtdDeviceIsNotUnique).`,
    remedy: "Register the device by its hardware hash.",
  })

const isSameMachine = (one: HardwareSummary, other: HardwareSummary): boolean => {
  const { verdict } = match(one, other)
  return verdict === "same" || verdict === "changed"
}

/**
 * The report of the machine that an identifier means: the last one listed, where all are of the same machine.
 *
 * Refuses with 812 where no hash is known, or only that of a machine whose main parts were replaced since, and with 813
 * where the key leads to several machines.
 */
export const resolve = <Report extends Listed>(
  identifier: LookupIdentifier,
  listed: ReadonlyArray<Report>,
): Result.Result<Report, Refusal> => {
  const current = listed.filter(({ outdated }) => !outdated)
  const newest = current.at(-1)
  if (newest === undefined) return Result.fail(notFound(identifier))
  return current.every(({ hardware }) => isSameMachine(hardware, newest.hardware))
    ? Result.succeed(newest)
    : Result.fail(notUnique(identifier))
}
