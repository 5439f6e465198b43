import { Effect, Schema } from "effect"
import {
  DeviceAt,
  deviceAt,
  ProfileExplanation,
  RegistrationView,
  readMoment,
  whyProfile,
} from "#workflows/audit"
import { json } from "../exchange/reply.ts"
import { readRoute } from "../given/routes.ts"
import { text } from "./words.ts"

const Explanation = Schema.Struct({
  profile: ProfileExplanation,
  /** Why its hardware no longer counts as what was registered; null where it does, and after deregistration. */
  remediation: RegistrationView.fields.remediation,
  /** What it waits for, and until when. */
  waiting: DeviceAt.fields.waiting,
}).annotate({ identifier: "DeviceExplanation" })

const explain = readRoute({
  path: "/api/devices/{id}/explain",
  face: "native",
  tag: "Audit",
  summary: "Why a device has this profile, what is wrong with its hardware, and what it waits for",
  description:
    "The profile's explanation is the one that was stored when it was decided: every profile that was weighed, its rule, and why it won or lost.",
  params: Schema.Struct({ id: text(64) }),
  query: Schema.Struct({
    at: Schema.optionalKey(
      Schema.String.annotate({
        description: "A time with its zone, or a position of the log; without it, the present.",
      }),
    ),
  }),
  answers: [{ status: 200, description: "As of then.", schema: Explanation }],
  handle: Effect.fnUntraced(function* ({ params, query: { at }, tenant }) {
    const id = params.id.toLowerCase()
    const moment = at === undefined ? null : yield* readMoment(at)
    const profile = yield* whyProfile(id, tenant.id, moment)
    const { state } = yield* deviceAt(id, tenant.id, moment)
    const { registration, waiting } = state
    const remediation = registration?.remediation ?? null
    return json(200, { profile, remediation, waiting })
  }),
})

export const deviceExplainRoutes = [explain]
