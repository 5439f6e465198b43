import { findCode } from "#domain/codes"
import type { RejectedRow } from "#domain/import"
import type { Refusal } from "#domain/kernel"

/** `hardware-replaced` is `HardwareReplaced` in the catalogue of codes. */
const nameOf = (code: string): string =>
  code.replace(/(^|-)(\w)/g, (_whole, _dash, letter) => letter.toUpperCase())

/** The row of a file that a command refused, with the code and the name that Windows Autopilot has for it. */
export const refusedRow = (
  { line, serialNumber }: Pick<RejectedRow, "line" | "serialNumber">,
  refusal: Refusal,
): RejectedRow => {
  const known = findCode("registration", refusal.number ?? nameOf(refusal.code))
  return {
    line,
    serialNumber,
    code: refusal.number ?? null,
    name: known?.name ?? refusal.code,
    reason: refusal.what,
    remedy: refusal.remedy,
  }
}
