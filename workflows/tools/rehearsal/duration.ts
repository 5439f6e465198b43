const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const

/**
 * A length of time as profiles and courses write it: in the largest unit that it is a whole number of.
 *
 * @param millis milliseconds
 * @example writtenDuration(5_400_000) // "90m"
 */
export const writtenDuration = (millis: number): string => {
  const unit = UNITS.find(([, size]) => millis % size === 0)
  return unit === undefined ? `${millis}ms` : `${millis / unit[1]}${unit[0]}`
}
