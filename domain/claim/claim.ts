import { addMillis, type Occurred, type Timestamp } from "#domain/kernel"
import type { ClaimFact } from "./events.ts"

/** Who held an identity, and since when. */
export interface Holder {
  readonly deviceId: string
  readonly tenantId: string
  readonly life: number
  /** Claimed by a registered device for its next hash. */
  readonly rehash?: true
  readonly since: Timestamp
}

/** The state of one claim stream: who holds the identity now, and who did before, the last one first. */
export interface ClaimState {
  readonly holder: Holder | null
  readonly former: ReadonlyArray<Holder>
}

/** An identity that nobody ever claimed. */
export const initialClaim: ClaimState = { holder: null, former: [] }

/** Applies one event to the state of its claim. */
export const evolveClaim = (state: ClaimState, { data, type }: ClaimFact, { at }: Occurred): ClaimState => {
  if (type === "HardwareClaimed") return { ...state, holder: { ...data, since: at } }
  const { holder } = state
  return holder?.deviceId === data.deviceId && holder.life === data.life
    ? { holder: null, former: [holder, ...state.former] }
    : state
}

/** How long a claim may stand without its device before it may be taken over, in milliseconds. */
const PENDING_LIMIT = 60_000

/** Whether a claim whose device does not exist yet stood so long that it may be taken over. */
export const isOverdue = ({ since }: Holder, now: Timestamp): boolean =>
  addMillis(since, PENDING_LIMIT) <= now
