import type { Complaint } from "../complaint.ts"
import type { Screen } from "../output.ts"
import { styleOf } from "./colour.ts"

/** A complaint for people: what was wrong, where, what to do. */
export const complaintText = (complaint: Complaint, screen: Pick<Screen, "colour">): string => {
  const style = styleOf(screen)
  const where =
    complaint.where === null
      ? `${style.faint("Code: ")} ${complaint.code}`
      : `${style.faint("Where:")} ${complaint.where} (${complaint.code})`
  return [
    `${style.bad("Error:")} ${complaint.what}`,
    where,
    `${style.faint("To do:")} ${complaint.remedy}`,
  ].join("\n")
}

/** A complaint for programs: one JSON object. */
export const complaintJson = ({ code, exit, remedy, what, where }: Complaint): string =>
  JSON.stringify({ error: { code, what, where, remedy, exit } })
