import { Effect, Schema } from "effect"
import { autopilotReset } from "#workflows/commands"
import { noBody } from "../exchange/body.ts"
import { noContent, writtenAt } from "../exchange/reply.ts"
import { writeRoute } from "../given/routes.ts"
import { text } from "./words.ts"

const begin = writeRoute({
  method: "POST",
  path: "/api/devices/{id}/autopilot-reset",
  face: "native",
  tag: "Devices",
  summary: "Make a device ready for its next user: Windows Autopilot Reset",
  description:
    "Apps, files and settings go; the enrolment, the identity in Entra, Wi-Fi, provisioning packages and SCEP certificates stay, and so it is no new attempt. The primary user is removed. Not for hybrid joined devices.",
  params: Schema.Struct({ id: text(64) }),
  body: noBody,
  answers: [
    { status: 204, description: "The device resets itself when it is switched on next.", schema: null },
  ],
  handle: Effect.fnUntraced(function* ({ caller, params: { id } }) {
    return noContent(writtenAt(yield* autopilotReset(id.toLowerCase(), caller)))
  }),
})

export const autopilotResetRoutes = [begin]
