import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { Timestamp } from "#domain/kernel"
import {
  authorize,
  evolvePartner,
  type IntendedAct,
  initialPartner,
  isWithin,
  type PartnerCommand,
  type PartnerFact,
  type PartnerRequest,
  partnerDecider,
  type Scope,
} from "#domain/partner"
import { specification } from "../../support/decider-specification.ts"

const given = specification(partnerDecider)
const at = Timestamp.make("2026-03-03T12:00:00.000Z")
const until = Timestamp.make("2027-01-01T00:00:00.000Z")
const everything: Scope = { acts: ["register", "deregister"], groupTags: null }

const asked: PartnerRequest = {
  authorizationId: "a1",
  partnerId: "northwind",
  partnerName: "Northwind",
  kind: "direct-csp",
  providers: [],
  scope: everything,
  until,
}
const request = (changes: Partial<PartnerRequest> = {}): PartnerCommand => ({
  type: "RequestAuthorization",
  at,
  request: { ...asked, ...changes },
})
const requested = (changes: Partial<PartnerRequest> = {}): PartnerFact => ({
  type: "PartnerAuthorizationRequested",
  data: { ...asked, ...changes },
})
type Grant = Extract<PartnerCommand, { type: "GrantAuthorization" }>
const grant = (changes: Partial<Grant> = {}): PartnerCommand => ({
  type: "GrantAuthorization",
  at,
  role: "global-administrator",
  authorizationId: "a1",
  scope: null,
  until: null,
  ...changes,
})
const granted = (authorizationId = "a1", replaces: string | null = null): PartnerFact => ({
  type: "PartnerAuthorizationGranted",
  data: { authorizationId, scope: everything, until, replaces },
})
const end = (type: "RefuseAuthorization" | "RevokeAuthorization", authorizationId = "a1") =>
  ({ type, authorizationId, reason: "no contract" }) as const
const revoked: PartnerFact = {
  type: "PartnerAuthorizationRevoked",
  data: { authorizationId: "a1", reason: "no contract" },
}
const refused: PartnerFact = {
  type: "PartnerAuthorizationRefused",
  data: { authorizationId: "a1", reason: "no contract" },
}

describe("a partner's request", () => {
  it("is recorded as it was asked, once", () => {
    given().when(request()).thenEvents(requested())
    given(requested()).when(request()).thenNothing()
  })

  it("of an indirect provider is refused: its right follows that of its reseller", () =>
    given()
      .when(request({ kind: "indirect-provider" }))
      .thenRefused(
        "provider-follows-reseller",
        "An indirect provider has no authorization of its own: its right follows that of its reseller. Let the reseller request an authorization that names the provider.",
      ))

  it("names providers only for a reseller", () => {
    const providers = ["adatum"]
    given().when(request({ providers })).thenRefused("providers-not-allowed")
    given()
      .when(request({ providers, kind: "indirect-reseller" }))
      .thenEvents(requested({ providers, kind: "indirect-reseller" }))
  })

  it("for nothing, or for a time that is over, is refused", () => {
    given()
      .when(request({ scope: { acts: [], groupTags: null } }))
      .thenRefused("scope-empty")
    given()
      .when(request({ scope: { acts: ["register"], groupTags: [] } }))
      .thenRefused("scope-empty")
    given()
      .when(request({ until: at }))
      .thenRefused("authorization-ends-in-the-past")
  })

  it("takes the open one back when it is made anew", () =>
    given(requested(), requested({ authorizationId: "a2" }))
      .when(grant())
      .thenRefused("authorization-over"))
})

describe("a grant", () => {
  it("is given by a Global Administrator only", () => {
    given(requested())
      .when(grant({ role: "administrator" }))
      .thenRefused(
        "global-administrator-required",
        "Only a Global Administrator of the tenant may grant an authorization to a partner. Ask a Global Administrator to grant it.",
      )
    given(requested()).when(grant()).thenEvents(granted())
  })

  it("may allow less than was asked, and never more", () => {
    const sales: Scope = { acts: ["register"], groupTags: ["sales"] }
    const sooner = Timestamp.make("2026-04-01T00:00:00.000Z")
    given(requested())
      .when(grant({ scope: sales, until: sooner }))
      .thenEvents({
        type: "PartnerAuthorizationGranted",
        data: { authorizationId: "a1", scope: sales, until: sooner, replaces: null },
      })
    given(requested({ scope: sales }))
      .when(grant({ scope: everything }))
      .thenRefused("wider-than-requested")
    given(requested({ until: sooner }))
      .when(grant({ until }))
      .thenRefused("wider-than-requested")
  })

  it("answers a request that waits, once", () => {
    given().when(grant()).thenRefused("authorization-unknown")
    given(requested(), granted()).when(grant()).thenNothing()
    given(requested(), refused).when(grant()).thenRefused("authorization-over")
    given(requested(), granted(), revoked).when(grant()).thenRefused("authorization-over")
  })

  it("comes too late when the time that was asked for is over", () =>
    given(requested())
      .when(grant({ at: until }))
      .thenRefused("authorization-ends-in-the-past"))

  it("ends the one before it", () =>
    given(requested(), granted(), requested({ authorizationId: "a2" }))
      .when(grant({ authorizationId: "a2" }))
      .thenEvents(granted("a2", "a1")))
})

describe("the end of an authorization", () => {
  it("is a refusal of what waits, or the revocation of what holds", () => {
    given(requested()).when(end("RefuseAuthorization")).thenEvents(refused)
    given(requested(), granted()).when(end("RevokeAuthorization")).thenEvents(revoked)
    given(requested()).when(end("RevokeAuthorization")).thenRefused("authorization-unknown")
    given(requested(), granted()).when(end("RefuseAuthorization")).thenRefused("authorization-unknown")
  })

  it("happens once", () =>
    given(requested(), granted(), revoked).when(end("RevokeAuthorization")).thenNothing())
})

const act = (changes: Partial<IntendedAct> = {}): IntendedAct => ({
  partnerId: "northwind",
  act: "register",
  groupTag: null,
  at,
  ...changes,
})

/** What a partner's act comes to: its kind, or the code of the refusal. */
const outcome = (facts: ReadonlyArray<PartnerFact>, intended: IntendedAct) => {
  const permitted = authorize(facts.reduce(evolvePartner, initialPartner), intended)
  return Result.isSuccess(permitted) ? permitted.success.kind : permitted.failure.code
}

const scoped = (scope: Scope): ReadonlyArray<PartnerFact> => [
  requested({ scope }),
  { type: "PartnerAuthorizationGranted", data: { authorizationId: "a1", scope, until, replaces: null } },
]

describe("an act of a partner", () => {
  it("needs a grant that holds at that moment", () => {
    const holds = [requested(), granted()]
    assert.strictEqual(outcome(holds, act()), "direct-csp")
    assert.strictEqual(outcome([], act()), "partner-not-authorized")
    assert.strictEqual(outcome([requested()], act()), "partner-not-authorized")
    assert.strictEqual(outcome([...holds, revoked], act()), "partner-not-authorized")
    assert.strictEqual(outcome(holds, act({ at: until })), "partner-authorization-expired")
    assert.strictEqual(outcome(holds, act({ partnerId: "tailspin" })), "partner-not-authorized")
  })

  it("stays within what was granted", () => {
    const toSales = scoped({ acts: ["register"], groupTags: ["sales"] })
    assert.strictEqual(outcome(toSales, act({ groupTag: "sales" })), "direct-csp")
    assert.strictEqual(outcome(toSales, act({ groupTag: "lab" })), "partner-group-tag-not-granted")
    assert.strictEqual(outcome(toSales, act()), "partner-group-tag-not-granted")
    assert.strictEqual(
      outcome(toSales, act({ act: "deregister", groupTag: "sales" })),
      "partner-act-not-granted",
    )
  })

  it("of an indirect provider rests on its reseller's grant and ends with it", () => {
    const reseller = { kind: "indirect-reseller", providers: ["adatum"] } as const
    const holds = [requested(reseller), granted()]
    assert.strictEqual(outcome(holds, act({ partnerId: "adatum" })), "indirect-provider")
    assert.strictEqual(outcome(holds, act()), "indirect-reseller")
    assert.strictEqual(outcome([...holds, revoked], act({ partnerId: "adatum" })), "partner-not-authorized")
  })
})

describe("one scope within another", () => {
  const tags = (...groupTags: ReadonlyArray<string>): Scope => ({ acts: ["register"], groupTags })
  it("allows nothing that the other does not", () => {
    assert.isTrue(isWithin(tags("a"), everything))
    assert.isTrue(isWithin(tags("a"), tags("a", "b")))
    assert.isFalse(isWithin(tags("a", "c"), tags("a", "b")))
    assert.isFalse(isWithin({ acts: ["register"], groupTags: null }, tags("a")))
    assert.isFalse(isWithin(everything, { acts: ["register"], groupTags: null }))
  })
})
