import { Result, Schema } from "effect"
import { Refusal } from "#domain/kernel"
import type { Authorization } from "#domain/partner"
import type { DeviceState, Registration } from "./state.ts"

/**
 * How a registration is to end. `if-clear`: only if nothing stands in the way. `in-order`: what stands in the way is
 * taken away first. `one-step`: the registration alone; the rest stays as it is.
 *
 * Source: Microsoft Learn "Deregister a device": Intune record, then assigned user, then the Autopilot device; since
 * July 2023 the Autopilot device can be removed alone.
 */
export const DeregistrationWay = Schema.Literals(["if-clear", "in-order", "one-step"])
export type DeregistrationWay = typeof DeregistrationWay.Type

/** What should be gone before a registration ends, in the order in which it goes. */
export const Obstacle = Schema.Literals(["intune-record", "assigned-user"])
export type Obstacle = typeof Obstacle.Type

/** Something that outlives the registration; `id` where it has one. */
export const LeftBehind = Schema.Struct({
  what: Schema.Literals(["intune-record", "directory-object", "on-premises-computer"]),
  id: Schema.NullOr(Schema.String),
})
export type LeftBehind = typeof LeftBehind.Type

const leftBehindWords: { readonly [what in LeftBehind["what"]]: string } = {
  "intune-record":
    "Its Intune record stays and the device stays managed: delete, retire or wipe it in Intune.",
  "directory-object": "Its device object in Entra goes by itself: do not delete it by hand.",
  "on-premises-computer":
    "Its computer object in the on-premises Active Directory stays: delete it there, or it is synchronised again.",
}

/** What there is to do about something that a registration leaves behind. */
export const leftBehindSays = ({ what }: LeftBehind): string => leftBehindWords[what]

/** A deregistration that was begun and is not finished. */
export interface Deregistration {
  readonly way: DeregistrationWay
  readonly reason: string
  /** The grant under which a partner began it. */
  readonly authorization: Authorization | null
}

/** What stands in the way of the end of a registration. */
const obstaclesOf = ({
  assignedUser,
  managedDeviceId,
}: Pick<Registration, "assignedUser" | "managedDeviceId">): ReadonlyArray<Obstacle> => [
  ...(managedDeviceId === null ? [] : (["intune-record"] as const)),
  ...(assignedUser === null ? [] : (["assigned-user"] as const)),
]

/** What is left of a device whose registration ends now. */
export const leftBehindOf = (
  { attempt, registration }: DeviceState,
  entraDeviceId: string,
): ReadonlyArray<LeftBehind> => {
  const record = registration?.managedDeviceId ?? null
  const isHybrid = attempt?.scenario === "user-driven-hybrid" && attempt.joined
  return [
    ...(record === null ? [] : [{ what: "intune-record", id: record } as const]),
    { what: "directory-object", id: entraDeviceId },
    ...(isHybrid ? [{ what: "on-premises-computer", id: null } as const] : []),
  ]
}

const obstacleWords = (obstacle: Obstacle, { managedDeviceId }: Registration): string =>
  obstacle === "intune-record" ? `its Intune record "${managedDeviceId}" is live` : "a user is assigned to it"

/** Something stands in the way, and nobody chose what to do about it. */
const obstructed = (obstacles: ReadonlyArray<Obstacle>, registration: Registration) =>
  new Refusal({
    kind: "conflict",
    code: "deregistration-obstructed",
    what: `The device cannot be deregistered: ${obstacles.map((one) => obstacleWords(one, registration)).join(" and ")}.`,
    remedy:
      "Remove what stands in the way first, choose to have it removed in order, or end the registration alone in one step.",
  })

/** The device is on its way out: nothing else is taken any more. */
export const leaving = () =>
  new Refusal({
    kind: "conflict",
    code: "deregistration-under-way",
    what: "This device is being deregistered.",
    remedy: "Wait until it is done; then it can be registered again.",
  })

/** There is no Intune record to remove. */
export const noIntuneRecord = () =>
  new Refusal({
    kind: "unknown",
    code: "no-intune-record",
    what: "This device has no Intune record, or it was removed before.",
    remedy: "Look the device up in the Intune list; only a device that enrolled is there.",
  })

/** The one-time block cannot be lifted while the service is putting the hardware right (Fix pending). */
export const remediationFirst = () =>
  new Refusal({
    kind: "conflict",
    code: "remediation-pending",
    what: "The device cannot be unblocked while a change of its hardware is being put right (Fix pending).",
    remedy: "Wait until it is done, or deregister the device and register it again with a new hash.",
  })

/** Whether a deregistration may begin: what stands in the way, or the refusal that names it. */
export const mayBegin = (
  registration: Registration,
  way: DeregistrationWay,
): Result.Result<ReadonlyArray<Obstacle>, Refusal> => {
  const obstacles = obstaclesOf(registration)
  return way === "if-clear" && obstacles.length > 0
    ? Result.fail(obstructed(obstacles, registration))
    : Result.succeed(obstacles)
}
