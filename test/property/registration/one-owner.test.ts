import { describe, it } from "@effect/vitest"
import fc from "fast-check"
import {
  authorise,
  boot,
  check,
  deliver,
  endRegistration,
  endRegistrationFor,
  race,
  register,
  registerFor,
  revoke,
} from "./acts.ts"
import { emptyModel, PARTNERS } from "./model.ts"
import { MACHINES, makeWorld, TENANTS } from "./world.ts"

const tenant = fc.constantFrom(...TENANTS)
const partner = fc.constantFrom("maker" as const, "dealer" as const)
const machine = fc.constantFrom(...Object.keys(MACHINES))
const cut = fc.option(
  fc.record({ at: fc.nat({ max: 7 }), next: fc.constantFrom("repeat" as const, "leave" as const) }),
  { freq: 3 },
)
const registering = { tenant, machine, minute: fc.nat({ max: 59 }), cut }
const one = fc.record(registering)
const byPartner = fc.record({ ...registering, partner })

const acts = [
  one.map(register),
  one.map(register),
  one.map(race),
  fc.record({ ...registering, partner, by: fc.constantFrom("hash", "pkid", "tuple") }).map(registerFor),
  fc.record({ ...registering, partner, by: fc.constantFrom("hash", "pkid", "tuple") }).map(registerFor),
  one.map(endRegistration),
  one.map(endRegistration),
  byPartner.map(endRegistrationFor),
  fc
    .record({
      tenant,
      partner,
      acts: fc.constantFrom(
        ["register"] as const,
        ["deregister"] as const,
        ["register", "deregister"] as const,
      ),
    })
    .map(authorise),
  byPartner.map(revoke),
  one.map(deliver),
  one.map(check),
  one.map(boot),
]

/** What partners may do from the beginning. */
const granted = fc.subarray(
  TENANTS.flatMap((tenant) =>
    (["maker", "dealer"] as const).map((partner) => ({
      tenant,
      partner,
      acts: ["register", "deregister"] as const,
    })),
  ),
)

describe(`three tenants, ${Object.keys(PARTNERS).length} partners and ${Object.keys(MACHINES).length} machines`, () => {
  it(
    "whatever they do and wherever it is cut off: each machine has the one owner that a sheet of paper says",
    () =>
      fc.assert(
        fc.asyncProperty(
          granted,
          fc.commands(acts, { maxCommands: 40, size: "+1" }),
          async (grants, commands) => {
            const world = await makeWorld()
            try {
              const model = emptyModel()
              for (const grant of grants) await authorise(grant).run(model, world)
              await fc.asyncModelRun(() => ({ model, real: world }), commands)
            } finally {
              await world.dispose()
            }
          },
        ),
        { numRuns: 60 },
      ),
    120_000,
  )
})
