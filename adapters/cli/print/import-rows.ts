import type { ImportRowStatus, ImportStatus } from "#projections/imports"
import type { Screen } from "../output.ts"
import { styleOf } from "./colour.ts"

/** A row for programs, as Graph shows imported devices: its code and name are Windows Autopilot's. */
export const importRowJson = (importId: string, row: ImportRowStatus) => ({
  importId,
  line: row.line,
  serialNumber: row.serialNumber,
  state: {
    deviceImportStatus: row.accepted ? "complete" : "error",
    deviceRegistrationId: row.deviceId,
    deviceErrorCode: row.accepted ? 0 : row.code === null ? null : Number(row.code),
    deviceErrorName: row.accepted ? "None" : row.name,
  },
  reason: row.reason,
  remedy: row.remedy,
  notes: row.notes,
})

const CONTROL = /\p{Cc}/gu

/** What came of each row, by file line: one line where it was taken, with what to do about it where it was not. */
export const printImportRows = (
  rows: ReadonlyArray<ImportRowStatus>,
  screen: Pick<Screen, "colour">,
): string => {
  const style = styleOf(screen)
  const serial = ({ serialNumber }: ImportRowStatus) =>
    (serialNumber ?? "(no serial number)").replace(CONTROL, "\u{FFFD}")
  const width = Math.max(0, ...rows.map((row) => serial(row).length))
  const digits = Math.max(0, ...rows.map(({ line }) => String(line).length))
  const indent = " ".repeat("line ".length + digits + 2)
  return rows
    .flatMap((row) => {
      const head = `line ${String(row.line).padStart(digits)}  ${serial(row).padEnd(width)}  `
      if (row.accepted) return [head + style.good("accepted"), ...row.notes.map((note) => `${indent}${note}`)]
      const code = [row.code, row.name].filter((part) => part !== null).join(" ")
      return [
        head + style.bad(`refused: ${code}`),
        `${indent}${row.reason ?? ""}`,
        `${indent}${style.faint("To do:")} ${row.remedy ?? ""}`,
      ]
    })
    .join("\n")
}

/** One sentence on how an import went. */
export const importSummary = ({ accepted, importId, rejected, rows, status }: ImportStatus): string =>
  status === "running"
    ? `Import ${importId} goes on: ${accepted + rejected} of ${rows} rows are done.`
    : `Import ${importId}: ${rows} ${rows === 1 ? "row" : "rows"}, ${accepted} accepted, ${rejected} refused.`
