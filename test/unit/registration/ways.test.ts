import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { type Registrar, wayOf } from "#domain/registration"

const outcome = (registrar: Registrar, identifier: "hash" | "pkid" | "tuple", channel: "api" | "file") => {
  const way = wayOf(registrar, { identifier, channel })
  return Result.isSuccess(way) ? way.success.method : way.failure.message
}

/** Method, or the refusal's code, of every identifier on every channel. */
const table = (registrar: Registrar) =>
  (["hash", "pkid", "tuple"] as const).map((identifier) =>
    (["api", "file"] as const).map((channel) => {
      const way = wayOf(registrar, { identifier, channel })
      return Result.isSuccess(way) ? way.success.method : way.failure.code
    }),
  )

const NO_IDENTIFIER = ["identifier-not-allowed", "identifier-not-allowed"]

describe("the ways of registration", () => {
  it("let an owner tell a device by its hash only, and say who may use the rest", () => {
    assert.deepStrictEqual(table("owner"), [["manual", "manual"], NO_IDENTIFIER, NO_IDENTIFIER])
    assert.strictEqual(
      outcome("owner", "pkid", "api"),
      "An owner cannot register a device by its product key id (PKID); that is open to: manufacturer (OEM), direct CSP partner, indirect provider, indirect reseller. Capture the hardware hash on the device and register that, or ask one of those who may.",
    )
  })

  it("let a manufacturer use what the box says, by API, and never a raw hash", () => {
    const byApi = ["oem", "channel-not-allowed"]
    assert.deepStrictEqual(table("oem"), [NO_IDENTIFIER, byApi, byApi])
    assert.strictEqual(
      outcome("oem", "hash", "api"),
      "A manufacturer (OEM) cannot register a device by its hardware hash; that is open to: owner, direct CSP partner, indirect provider, indirect reseller. Use the product key id, or manufacturer, model and serial number, of a machine whose hash was delivered.",
    )
  })

  it("let a direct CSP partner use everything", () =>
    assert.deepStrictEqual(table("direct-csp"), [
      ["csp", "csp"],
      ["csp", "csp"],
      ["csp", "csp"],
    ]))

  it("let an indirect provider use the API, and its reseller files", () => {
    const byApi = ["csp", "channel-not-allowed"]
    const byFile = ["channel-not-allowed", "reseller"]
    assert.deepStrictEqual(table("indirect-provider"), [byApi, byApi, byApi])
    assert.deepStrictEqual(table("indirect-reseller"), [byFile, byFile, byFile])
    assert.strictEqual(
      outcome("indirect-reseller", "hash", "api"),
      "An indirect reseller cannot register devices by API. Register them by file.",
    )
  })
})
