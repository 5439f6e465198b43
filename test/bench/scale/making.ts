import type { Measured } from "../figure.ts"
import type { LargeStore } from "./large-store.ts"

const CLONED_A_SECOND = 50_000

/** What the figures of making a store of so many devices are called. */
export const makingNames = (devices: number) => {
  const of = `${devices.toLocaleString("en")} devices`
  return { cloned: `${of}: histories cloned`, caughtUp: `${of}: all lists built anew` }
}

/** How quickly a large store was made: the histories cloned, and the lists built from the whole log. */
export const makingFigures = ({
  caughtUp,
  cloned,
  devices,
}: Pick<LargeStore, "caughtUp" | "cloned" | "devices">): ReadonlyArray<Measured> => {
  const names = makingNames(devices)
  const unit = "events/s"
  return [
    {
      work: names.cloned,
      value: cloned,
      unit,
      baseline: null,
      ratio: null,
      target: `>= ${CLONED_A_SECOND}/s`,
      met: cloned >= CLONED_A_SECOND,
    },
    // Nothing was promised of it.
    { work: names.caughtUp, value: caughtUp, unit, baseline: null, ratio: null, target: "-", met: true },
  ]
}
