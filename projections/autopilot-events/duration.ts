const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/**
 * A length of time in ISO 8601, as Graph's Edm.Duration: hours, minutes, seconds.
 *
 * @param from its beginning and `to` its end, as timestamps; without one of them the length is zero
 * @example durationBetween("2026-11-23T08:30:00.000Z", "2026-11-23T08:42:03.000Z") // "PT12M3S"
 */
export const durationBetween = (from: string | null, to: string | null): string => {
  const millis = from === null || to === null ? 0 : Math.max(0, Date.parse(to) - Date.parse(from))
  const hours = Math.floor(millis / HOUR)
  const minutes = Math.floor((millis % HOUR) / MINUTE)
  const seconds = (millis % MINUTE) / SECOND
  const parts = [
    hours > 0 ? `${hours}H` : "",
    minutes > 0 ? `${minutes}M` : "",
    seconds > 0 ? `${seconds}S` : "",
  ]
  return millis === 0 ? "PT0S" : `PT${parts.join("")}`
}
