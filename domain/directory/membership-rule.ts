import { Result } from "effect"
import { Refusal } from "#domain/kernel"

/** What a rule of membership asks of a device; any clause that holds makes it a member. */
export type RuleClause =
  /** Every device that is registered with Windows Autopilot. */
  { readonly by: "autopilot" } | { readonly by: "orderId" | "purchaseOrder"; readonly value: string }

/** What a rule of membership may look at in a device. */
export interface RuleFacts {
  readonly groupTag: string
  readonly orderId: string
  readonly purchaseOrder: string
}

/** One clause: `device.devicePhysicalIds -any (_ -eq "[OrderID]:179887111881")`. */
const CLAUSE =
  /^\(?\s*device\.devicePhysicalIds\s+-any\s+\(?\s*_\s+-(eq|contains|startsWith)\s+["']([^"']*)["']\s*\)?\s*\)?$/i

const TAGGED = /^\[(OrderID|PurchaseOrderId)\]:(.+)$/i

const badRule = (rule: string) =>
  new Refusal({
    kind: "invalid",
    code: "membership-rule-invalid",
    what: `The rule ${JSON.stringify(rule)} is none that a group of devices may have here.`,
    remedy:
      'Write (device.devicePhysicalIds -any (_ -contains "[ZTDId]")) for all Autopilot devices, or (device.devicePhysicalIds -any (_ -eq "[OrderID]:TAG")) for a group tag, "[PurchaseOrderId]:NUMBER" for a purchase order; several with -or.',
  })

const clauseOf = (text: string): RuleClause | undefined => {
  const [, operator = "", value = ""] = CLAUSE.exec(text.trim()) ?? []
  // The id behind it is each device's own, so that only its beginning says something of a group.
  if (/^\[ZTDId\]/i.test(value) && operator.toLowerCase() !== "eq") return { by: "autopilot" }
  const [, property = "", asked] = TAGGED.exec(value) ?? []
  if (asked === undefined || operator.toLowerCase() !== "eq") return undefined
  return { by: property.toLowerCase() === "orderid" ? "orderId" : "purchaseOrder", value: asked }
}

/**
 * Reads the rule of a dynamic device group, as far as it concerns Windows Autopilot: all its devices, a group tag, a purchase
 * order, and several of these joined by `-or`.
 *
 * Source: Microsoft Learn, "Create device groups for Windows Autopilot": `[ZTDId]`, `[OrderID]` (the group tag), `[PurchaseOrderId]`.
 */
export const parseMembershipRule = (rule: string): Result.Result<ReadonlyArray<RuleClause>, Refusal> => {
  const clauses = rule.split(/\s+-?or\s+/i).map(clauseOf)
  const known = clauses.filter((clause) => clause !== undefined)
  return known.length === clauses.length ? Result.succeed(known) : Result.fail(badRule(rule))
}

const holds = (clause: RuleClause, { groupTag, orderId, purchaseOrder }: RuleFacts): boolean => {
  if (clause.by === "autopilot") return true
  // The group tag and the order id of a partner are one physical id.
  if (clause.by === "orderId") return clause.value === groupTag || clause.value === orderId
  return clause.value === purchaseOrder
}

/** Whether a rule makes a registered device a member. */
export const ruleHolds = (rule: ReadonlyArray<RuleClause>, device: RuleFacts): boolean =>
  rule.some((clause) => holds(clause, device))
