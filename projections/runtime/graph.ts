/** A list's part: at most `top` rows after the first `skip`. */
export interface Page {
  readonly top: number
  readonly skip: number
}

/** How Graph writes a date that is not set: its dates are never null. */
export const NO_DATE = "0001-01-01T00:00:00Z"

/** A date as Graph writes it. */
export const graphDate = (timestamp: string | null): string => timestamp ?? NO_DATE
