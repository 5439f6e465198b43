/** A moment in UTC for people, where a title says so: `2026-11-23 08:30:00`; a dash where it is not set. */
export const utc = (timestamp: string | null | undefined): string =>
  timestamp == null || timestamp.startsWith("0001-") ? "-" : timestamp.slice(0, 19).replace("T", " ")

/** A moment for people: `2026-11-23 08:30:00 UTC`; a dash where it is not set. */
export const moment = (timestamp: string | null | undefined): string =>
  utc(timestamp) === "-" ? "-" : `${utc(timestamp)} UTC`

/** A length of time in Graph's notation for people: `PT1H2M3.5S` becomes `1h 2m 4s`, or a dash. */
export const duration = (iso: string | null | undefined): string => {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(iso ?? "")
  if (match === null) return "-"
  const [, hours, minutes, seconds] = match
  const parts = [
    hours === undefined ? "" : `${hours}h`,
    minutes === undefined ? "" : `${minutes}m`,
    seconds === undefined ? "" : `${Math.round(Number(seconds))}s`,
  ]
  return parts.filter((part) => part !== "").join(" ") || "0s"
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const

/** A length of time in milliseconds for people: `1d 2h`, `90s` as `1m 30s`. */
export const elapsed = (millis: number): string => {
  const parts: Array<string> = []
  let rest = millis
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    if (count > 0) parts.push(`${count}${unit}`)
    rest -= count * size
  }
  return parts.join(" ") || "0s"
}
