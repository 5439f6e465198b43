/** What a figure is measured against: at least this ratio of the baseline's rate, or at most this multiple of its time. */
export type Target =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly absolute: number }

/** One measured side: how much work a round did, and how long it took. */
export interface Round {
  readonly work: number
  readonly millis: number
}

/** One row of the table: a piece of work, and a hand-written baseline that does the same in the same run. */
export interface Figure {
  readonly work: string
  readonly unit: string
  /** What the baseline does, in a few words; empty where the figure stands for itself. */
  readonly against: string
  readonly target: Target
  /** Prepares both sides; `ours` and `baseline` each do one round. */
  readonly prepare: () => Promise<Prepared>
}

/** Both sides of a figure, ready to be timed. */
export interface Prepared {
  readonly ours: (round: number) => Promise<Round>
  readonly baseline: ((round: number) => Promise<Round>) | null
  readonly close: () => Promise<void>
}

/** A figure as measured. */
export interface Measured {
  readonly work: string
  readonly value: number
  readonly unit: string
  readonly baseline: number | null
  readonly ratio: number | null
  readonly target: string
  readonly met: boolean
}

/** Times one piece of work. */
export const timed = async (work: number, run: () => Promise<unknown> | unknown): Promise<Round> => {
  const start = performance.now()
  await run()
  return { work, millis: performance.now() - start }
}

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const rate = ({ millis, work }: Round): number => (work / millis) * 1000

/** A target in words. */
export const sayTarget = (target: Target): string => {
  if ("atLeast" in target) return `>= ${target.atLeast}`
  return "atMost" in target ? `<= ${target.atMost}` : `>= ${target.absolute}/s`
}

const isMet = (target: Target, ratio: number | null, value: number): boolean => {
  if ("absolute" in target) return value >= target.absolute
  if (ratio === null) return false
  return "atLeast" in target ? ratio >= target.atLeast : ratio <= target.atMost
}

/** A server runs for months: what V8 has not compiled yet is not what is asked about. */
const WARM_UP_MILLIS = 3_000

/**
 * Measures a figure: both sides in turn, round by round, after rounds that are not counted: one at least, and as many as go
 * into three seconds. Rates are medians; the ratio is the median of the rounds' own ratios, so that a machine that slows
 * down slows both.
 */
export const measure = async (figure: Figure, rounds: number): Promise<Measured> => {
  const { baseline, close, ours } = await figure.prepare()
  const mine: Array<number> = []
  const theirs: Array<number> = []
  const ratios: Array<number> = []
  const begun = performance.now()
  let isWarm = false
  for (let round = 0; mine.length < rounds; round++) {
    const other = baseline === null ? null : rate(await baseline(round))
    const own = rate(await ours(round))
    const isCounted = isWarm
    isWarm ||= performance.now() - begun >= WARM_UP_MILLIS
    if (!isCounted) continue
    mine.push(own)
    if (other === null) continue
    theirs.push(other)
    // A target on time compares durations, one on throughput compares rates.
    ratios.push("atMost" in figure.target ? other / own : own / other)
  }
  await close()
  const value = median(mine)
  const ratio = ratios.length === 0 ? null : median(ratios)
  return {
    work: figure.work,
    value: Math.round(value),
    unit: figure.unit,
    baseline: theirs.length === 0 ? null : Math.round(median(theirs)),
    ratio: ratio === null ? null : Math.round(ratio * 100) / 100,
    target: sayTarget(figure.target),
    met: isMet(figure.target, ratio, value),
  }
}
