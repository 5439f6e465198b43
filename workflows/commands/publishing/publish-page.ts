import { Effect } from "effect"
import type { DomainFact } from "#domain/catalogue"
import { offeringPage, upholdPages } from "#domain/profile"
import { type CompiledPage, compilePage, type FileText } from "#workflows/language"
import { Keys, Knowledge } from "#workflows/ports"
import { originOf, type TenantCaller } from "../execution/caller.ts"
import { execute } from "../execution/execute.ts"
import { profileKind } from "../execution/stream-kinds.ts"
import { namedStream, ProfileRefused, profileIdOf } from "./profiles.ts"

/**
 * Publishes an Enrollment Status Page that was compiled, as its checks let it pass, from this source.
 *
 * @param after only while this is the newest version, 0 for none
 */
export const publishCompiledPage = Effect.fnUntraced(function* (
  { compiled, source }: { readonly compiled: CompiledPage; readonly source: string },
  caller: TenantCaller,
  after?: number,
) {
  const { name, settings, sourceDigest } = compiled
  const command = {
    type: "PublishPage",
    page: { name, source, sourceDigest, settings },
    after,
  } as const
  const origin = originOf(yield* Keys, caller, `publish-${name}`, { source })
  return yield* execute(profileKind, namedStream(caller.tenantId, name), command, origin)
})

/** An Enrollment Status Page, or every finding in it. */
export const compiledPage = ({ file, text }: FileText) =>
  Effect.fromResult(compilePage(text, { file })).pipe(
    Effect.mapError((findings) => new ProfileRefused({ file, findings })),
  )

/** Keeps what holds for all pages of a tenant together, with one more. */
export const pageUpheld = Effect.fnUntraced(function* (
  tenantId: string,
  { name, settings, sourceDigest: digest }: Pick<CompiledPage, "name" | "sourceDigest" | "settings">,
) {
  const catalogue = yield* (yield* Knowledge).pageCatalogue(tenantId)
  const profileId = profileIdOf(tenantId, { kind: "DeploymentProfile", name })
  // Which version it comes to makes no difference to the others.
  const offer = { ref: { profileId, name, version: 0, digest }, settings }
  yield* Effect.fromResult(upholdPages(offeringPage(catalogue, offer)))
})

/** What a command published, of whichever kind; null where nothing changed. */
export const publishedIn = ([fact]: ReadonlyArray<DomainFact>) => {
  if (fact?.type === "ProfilePublished")
    return { kind: "DeploymentProfile", name: fact.data.name, version: fact.data.version } as const
  if (fact?.type === "EspPagePublished")
    return { kind: "EnrollmentStatusPage", name: fact.data.name, version: fact.data.version } as const
  return null
}
