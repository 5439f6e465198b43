const GROUPED = new Intl.NumberFormat("en-US")
const KIBI = 1024
const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const

/** A number for people: `12,345`. */
export const count = (number: number): string => GROUPED.format(number)

/** Several of something: `1 event`, `12,345 events`. */
export const countOf = (number: number, one: string, several = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : several}`

/** A size for people: `1.4 MiB`. */
export const size = (bytes: number): string => {
  const power = bytes < KIBI ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(KIBI)))
  return power === 0 ? `${bytes} bytes` : `${(bytes / KIBI ** power).toFixed(1)} ${UNITS[power]}`
}

/** How much of something is done: `12 %`, never 100 before it is. */
export const share = (done: number, of: number): string =>
  `${Math.min(100, Math.floor((100 * done) / Math.max(1, of)))} %`
