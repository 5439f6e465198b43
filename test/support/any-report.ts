import fc from "fast-check"
import { reportRoutes } from "../../adapters/http/native/reports.ts"
import type { Answered, Service } from "./http-world.ts"

const word = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom("", "apps", "Contoso VPN", "0x87D1041C", "a".repeat(300), "\0", "ann@contoso.com"),
)

/** What a field of a report may be: what it is to be, most often, and else anything. */
const nearly = <A>(right: fc.Arbitrary<A>) =>
  fc.oneof(
    { weight: 6, arbitrary: right },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )

const category = fc.constantFrom("securityPolicies", "certificates", "networkConnections", "applications")
const phase = fc.constantFrom("devicePreparation", "deviceSetup", "accountSetup")
const refused = fc.record({ code: word, reason: word })

/** The fields of all reports together: each takes its own and ignores or refuses the rest. */
const fields = fc.record(
  {
    medium: nearly(fc.constantFrom("ethernet", "wifi", "cellular")),
    answers: nearly(fc.dictionary(word, word, { maxKeys: 4 })),
    userPrincipalName: nearly(fc.constantFrom("ann@contoso.com", "bob@contoso.com", "eve@fabrikam.com")),
    code: nearly(word),
    refused: nearly(refused),
    state: nearly(
      fc.constantFrom(
        ...["waiting", "processed", "timedOut"],
        ...["notInstalled", "inProgress", "completed", "failed", "notRequired"],
      ),
    ),
    reached: nearly(fc.boolean()),
    phase: nearly(phase),
    targeted: nearly(fc.array(fc.record({ category, item: word }), { maxLength: 3 })),
    category: nearly(category),
    item: nearly(word),
    occurredAt: nearly(fc.constantFrom("1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "yesterday")),
  },
  { requiredKeys: [] },
)

const NEEDED = new Map<string, ReadonlyArray<string>>([
  ["network", ["medium"]],
  ["answers", ["answers"]],
  ["sign-in", ["userPrincipalName"]],
  ["domain-join", ["state"]],
  ["domain-controller", ["reached"]],
  ["esp-phase", ["phase", "targeted"]],
  ["esp-item", ["phase", "category", "item", "state"]],
])

const names = reportRoutes.map(({ path }) => path.slice(path.lastIndexOf("/") + 1))

/** A report of a device, or what a faulty agent makes of one; `key` is its idempotency key, often one that was used before. */
export const anyReport = fc.record({
  name: fc.constantFrom(...names),
  fields,
  isMeagre: fc.boolean(),
  key: fc.oneof(fc.nat(50).map(String), fc.constantFrom("", "é", "x".repeat(300))),
})
export type AnyReport = typeof anyReport extends fc.Arbitrary<infer One> ? One : never

/** Sends a report with a device's token. */
export const sendReport = (service: Service, token: string, one: AnyReport): Promise<Answered> => {
  const needed = NEEDED.get(one.name) ?? []
  const body = one.isMeagre
    ? Object.fromEntries(Object.entries(one.fields).filter(([name]) => needed.includes(name)))
    : one.fields
  const key = /^[!-~]+$/.test(one.key) ? { "Idempotency-Key": one.key } : {}
  return service.post(`/api/device/${one.name}`, body, { Authorization: `Bearer ${token}`, ...key })
}
