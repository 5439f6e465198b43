import { assert, describe, it } from "@effect/vitest"
import { eventSays } from "#adapters/cli"
import { deviceEvents } from "#domain/device"
import { timestampOf } from "#domain/kernel"

const entry = (type: string, data = {}) => ({
  position: "a1",
  revision: 0,
  id: "11111111-2222-4333-8444-555555555555",
  type,
  recordedAt: timestampOf(0),
  occurredAt: null,
  actor: { kind: "device" as const, id: "d", name: null },
  profile: { name: "sales", version: 2 },
  data,
  personal: [{ subject: "s", values: { userPrincipalName: "ann@contoso.com" } }],
  emitted: false,
  commandId: "c",
  correlationId: "c",
  causationId: "c",
})

describe("a history for people", () => {
  it("has words for every event of a device; add yours in adapters/cli/print/event-says.ts", () => {
    // These are all that some of them say, so without them they say nothing.
    const data = { reason: "because", how: "by hand", state: "waiting", result: "reached" }
    const wordless = Object.keys(deviceEvents).filter((type) => eventSays(entry(type, data)) === "")
    assert.deepStrictEqual(wordless, [])
  })

  it("names people, profiles, codes and the rule by which a profile won", () => {
    assert.strictEqual(
      eventSays(entry("UserSignedIn", { licensed: false })),
      "ann@contoso.com signed in, without an Intune licence",
    )
    assert.strictEqual(
      eventSays(entry("EspItemReported", { item: "teams", state: "failed", code: "0x87D1041C" })),
      '"teams" failed (0x87D1041C)',
    )
    const candidates = [
      { name: "default", version: 1, rule: "all devices", won: false, why: "the default comes last" },
      { name: "sales", version: 2, rule: 'groupTag "sales"', won: true, why: "the first published" },
    ]
    assert.strictEqual(
      eventSays(entry("ProfileAssigned", { candidates })),
      'is to get "sales" version 2, by groupTag "sales": the first published',
    )
  })

  it("has no word of the log's own where people have one", () => {
    const says = (type: string, data: object) => eventSays(entry(type, data))
    assert.strictEqual(
      says("DomainJoinReported", { state: "timedOut", code: "0x80070774" }),
      "the connector did not prepare its join to the domain in time (0x80070774)",
    )
    assert.strictEqual(
      says("DomainControllerChecked", { result: "notReached" }),
      "no domain controller is in sight",
    )
    assert.strictEqual(
      says("IntuneRecordRemoved", { act: "wipe", reason: "lost" }),
      "wiped, and gone from Intune: lost",
    )
    assert.strictEqual(says("IntuneRecordRemoved", { reason: "sold" }), "deleted from Intune: sold")
    assert.strictEqual(
      says("DeviceDeregistered", { reason: "sold", leftBehind: [{ what: "directory-object", id: "e" }] }),
      "deregistered: sold; left behind: its device object in Entra",
    )
    assert.strictEqual(
      says("NextEnrollmentAllowed", { reason: "kiosk anew" }),
      "may enrol by its TPM once more: kiosk anew",
    )
  })

  it("does not know the name of a person who was erased", () => {
    const erased = { ...entry("SignInRefused", { reason: "wrong-tenant" }), personal: [] }
    assert.strictEqual(eventSays(erased), "somebody who was erased was refused: wrong-tenant")
  })
})
