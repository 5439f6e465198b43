import type { ASTNode } from "@marcbachmann/cel-js"
import { Result } from "effect"
import { parseExpression, partsOf, type Scope } from "../conditions/cel.ts"
import { type Condition, conditionsOf } from "../conditions/conditions.ts"
import { eventFields } from "../conditions/event-fields.ts"
import { checkExpression } from "../conditions/expressions.ts"
import type { Problem } from "../finding.ts"
import type { Rule } from "../rule.ts"
import { within } from "../source.ts"
import type { Subject } from "../subject.ts"
import { oneOf, quoted, suggest } from "../suggest.ts"

const usesVariables = (node: ASTNode): boolean => node.op === "id" || partsOf(node).some(usesVariables)

const constantOf = (text: string, scope: Scope): boolean | undefined => {
  const parsed = parseExpression(text, scope)
  if (Result.isFailure(parsed) || usesVariables(parsed.success.ast)) return undefined
  try {
    return parsed.success({}) === true
  } catch {
    return false
  }
}

/** The choices of `event.field`, where a node is that. */
const choicesOf = (node: ASTNode, scope: Scope): ReadonlyArray<string> => {
  if (scope.kind === "where" || scope.event === null || node.op !== ".") return []
  const [variable, field] = node.args
  return variable.op === "id" && variable.args === "event"
    ? (eventFields(scope.event).get(field)?.choices ?? [])
    : []
}

function* impossible(node: ASTNode, { scalar, scope }: Condition): Iterable<Problem> {
  if (node.op === "==" || node.op === "!=") {
    const [left, right] = node.args
    const choices = choicesOf(left, scope)
    if (
      right.op === "value" &&
      typeof right.args === "string" &&
      choices.length > 0 &&
      !choices.includes(right.args)
    )
      yield {
        at: within(scalar, right.range.start, right.range.end),
        message: `${quoted(right.args)} is nothing that ${left.input.slice(left.range.start, left.range.end)} can be. Expected ${oneOf(choices)}.`,
        suggestion: suggest(right.args, choices),
      }
  }
  for (const part of partsOf(node)) yield* impossible(part, { scalar, scope, text: "", owner: "" })
}

function* problemsOf(condition: Condition): Iterable<Problem> {
  const { owner, scalar, scope, text } = condition
  if (checkExpression(text, scope) !== undefined) return
  const constant = constantOf(text, scope)
  if (constant !== undefined && text.trim() !== "true")
    yield {
      at: within(scalar, 0, text.length),
      message: `The condition ${owner} is always ${constant}: it asks for nothing. Use "device", "attempt" or "event", or take it away.`,
    }
  const parsed = parseExpression(text, scope)
  if (Result.isSuccess(parsed)) yield* impossible(parsed.success.ast, condition)
}

/** A condition whose answer is known beforehand. */
export const neverTrue: Rule = {
  code: "FL032",
  severity: "error",
  title: "The answer to a condition is always the same",
  *run(subject: Subject) {
    for (const condition of conditionsOf(subject)) yield* problemsOf(condition)
  },
}
