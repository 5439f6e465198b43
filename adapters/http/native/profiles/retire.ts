import { Effect } from "effect"
import { retireProfile } from "#workflows/commands"
import { theProfile } from "#workflows/rollout"
import { noBody } from "../../exchange/body.ts"
import { noContent, writtenAt } from "../../exchange/reply.ts"
import { writeRoute } from "../../given/routes.ts"
import { Named } from "./profile-name.ts"

export const retire = writeRoute({
  method: "POST",
  path: "/api/profiles/{name}/retire",
  face: "native",
  tag: "Profiles",
  summary: "Take a profile out of use; refused while devices are assigned to it",
  params: Named,
  body: noBody,
  answers: [{ status: 204, description: "No device is given it any more.", schema: null }],
  handle: Effect.fnUntraced(function* ({ caller, params: { name } }) {
    const { retired } = yield* theProfile(caller.tenantId, name)
    return retired ? noContent() : noContent(writtenAt(yield* retireProfile(name, caller)))
  }),
})
