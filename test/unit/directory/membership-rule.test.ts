import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { parseMembershipRule, ruleHolds } from "#domain/directory"

const clause = (value: string, operator = "-eq") =>
  `(device.devicePhysicalIds -any (_ ${operator} "${value}"))`
const device = { groupTag: "lab", orderId: "O-1", purchaseOrder: "76222342342" }

const isMember = (rule: string): boolean => ruleHolds(Result.getOrThrow(parseMembershipRule(rule)), device)

describe("the rule of a device group", () => {
  test.each([
    ["all Autopilot devices", clause("[ZTDId]", "-contains"), true],
    ["all Autopilot devices, by the beginning", clause("[ZTDID]", "-startsWith"), true],
    ["a group tag", clause("[OrderID]:lab"), true],
    ["another group tag", clause("[OrderID]:sales"), false],
    ["the order id of a seller", clause("[OrderID]:O-1"), true],
    ["a purchase order", clause("[PurchaseOrderId]:76222342342"), true],
    ["one of several", `${clause("[OrderID]:sales")} -or ${clause("[OrderID]:lab")}`, true],
    [
      "one of several, as this service writes them",
      `${clause("[OrderID]:a")} or ${clause("[OrderID]:b")}`,
      false,
    ],
  ])("may ask for %s", (_what, rule, expected) => {
    expect(isMember(rule)).toBe(expected)
  })

  test.each([
    ["of people", '(user.department -eq "Sales")'],
    ["that asks for one device only", clause("[ZTDId]:1")],
    ["with an operator that is not known", clause("[OrderID]:lab", "-ne")],
    ["that is nothing", ""],
    ["with a clause that is none of these", `${clause("[OrderID]:lab")} -or x`],
  ])("is refused %s", (_what, rule) => {
    const refused = parseMembershipRule(rule)
    expect(Result.isFailure(refused) && refused.failure.code).toBe("membership-rule-invalid")
  })
})
