import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { CODES } from "#domain/codes"
import { aService } from "../../support/http-world.ts"
import { commandLine } from "./command-line.ts"

describe("flightlog codes", () => {
  it.effect("explains one code, without regard to case", () =>
    Effect.gen(function* () {
      const { exit, stdout } = yield* commandLine(["codes", "0X80180018"])
      assert.strictEqual(exit, 0)
      assert.match(stdout, /^Code +0x80180018$/m)
      assert.match(stdout, /^Name +MENROLL_E_USERLICENSE$/m)
      assert.match(stdout, /^To do +Assign a licence to the user/m)
    }),
  )

  it.effect("tells both meanings of a number that is met in two places, or the one that is asked for", () =>
    Effect.gen(function* () {
      const both = yield* commandLine(["codes", "807", "--json"])
      assert.deepStrictEqual(
        JSON.parse(both.stdout).map(({ context }: { context: string }) => context),
        ["registration", "device"],
      )
      const one = yield* commandLine(["codes", "807", "--where", "device", "--json"])
      assert.strictEqual(JSON.parse(one.stdout).length, 1)
    }),
  )

  it.effect("lists all of them, and names the one that was probably meant", () =>
    Effect.gen(function* () {
      const all = yield* commandLine(["codes", "--json"])
      assert.strictEqual(JSON.parse(all.stdout).length, CODES.length)
      const wrong = yield* commandLine(["codes", "0x8018018"])
      assert.strictEqual(wrong.exit, 1)
      assert.include(wrong.stderr, 'No error is known by "0x8018018". Did you mean "0x80180018"?')
    }),
  )
})

describe("GET /api/codes", () => {
  it("answers what the command line answers, and refuses a code that it does not know", async () => {
    await using service = aService()
    assert.strictEqual((await service.get("/api/codes")).json.length, CODES.length)
    const [entry] = (await service.get("/api/codes/0x80180014")).json
    assert.include(entry, { context: "deployment", code: "0x80180014" })
    const unknown = await service.get("/api/codes/42")
    assert.deepStrictEqual([unknown.status, unknown.json.code], [404, "code-unknown"])
  })
})
