import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { unknownDevice } from "#domain/profile"
import { evaluate, evaluateWhere, type GuardVariables } from "#workflows/language"

const variables: GuardVariables = {
  event: { phase: "deviceSetup", code: null, count: 3, ratio: 0.5, items: ["a", "b"], licensed: true },
  device: {
    ...unknownDevice,
    manufacturer: "HP",
    model: "EliteBook 840",
    serialNumber: "5CG",
    groupTag: "sales",
  },
  attempt: {
    number: 2,
    scenario: "user-driven",
    retries: 1,
    retryLimit: 3,
    continues: 0,
    signedIn: true,
    licensed: true,
    joined: true,
    enrolled: false,
    failedItems: 0,
    attested: false,
    resealed: false,
    minutesSinceReseal: 0,
    minutes: 61,
  },
}

describe("a guard", () => {
  test.each([
    [`event.phase == "deviceSetup"`, true],
    ["attempt.retries <= attempt.retryLimit && !attempt.enrolled", true],
    ["attempt.minutes > 60", true],
    ["event.count == 3 && event.ratio < 1.0", true],
    [`device.model.startsWith("EliteBook") && device.groupTag in ["sales", "hr"]`, true],
    [`event.items.exists(item, item == "b")`, true],
    ["has(event.reason)", false],
    ["event.code == null", true],
    ["attempt.number == 3 ? true : event.licensed", true],
  ])("%s is %s", (text, expected) => {
    expect(evaluate(text, variables)).toEqual(Result.succeed(expected))
  })

  test.each([
    ["a field that the event does not have", "event.reason == 'x'", /No such key: reason/],
    ["what is no CEL", "event.phase ==", /Unexpected token/],
    ["an answer that is neither true nor false", "attempt.retries + 1", /expected is true or false/],
    [
      "regular expressions, which may take for ever",
      `device.model.matches("(a+)+$")`,
      /"matches" cannot be used/,
    ],
    ["loops within loops", "[1].all(x, [1].all(y, x == y))", /inside another loop/],
    ["variables that grow", `cel.bind(x, "aa", x + x == x)`, /"bind" cannot be used/],
    ["lists that are built", "size([1, 2].map(x, x * x)) == 2", /"map" cannot be used/],
    [
      "clocks and time zones",
      `timestamp("2026-01-01T00:00:00Z").getHours("Asia/Tokyo") == 9`,
      /cannot be used/,
    ],
    ["very long expressions", Array.from({ length: 500 }, () => "true").join(" && "), /./],
  ])("fails without a throw on %s", (_what, text, reason) => {
    const result = evaluate(text, variables)
    expect(Result.isFailure(result) && result.failure).toMatch(reason)
  })
})

test("the where of an assignment sees the device and nothing else", () => {
  expect(evaluateWhere(`device.manufacturer == "HP"`, variables.device)).toEqual(Result.succeed(true))
  expect(Result.isFailure(evaluateWhere("attempt.signedIn", variables.device))).toBe(true)
})
