export {
  type CompiledDocument,
  type CompiledPage,
  type CompiledProfile,
  compileLifecycle,
  compilePage,
  compileProfile,
} from "./compile/compile-document.ts"
export { compileDraft, type Draft, pageFindings, type WrittenState } from "./compile/draft.ts"
export { type GuardVariables, guardFields } from "./conditions/cel.ts"
export { type EventField, eventFields } from "./conditions/event-fields.ts"
export { evaluate, evaluateWhere } from "./conditions/expressions.ts"
export { type Check, Finding, findingIn, inOrder, type Place } from "./finding.ts"
export { type FileText, kindOf } from "./inheritance/library.ts"
export { editorSchema, profileJsonSchema } from "./json-schema.ts"
export { lint } from "./lint.ts"
export { github } from "./print/github.ts"
export { json } from "./print/json.ts"
export { pretty } from "./print/pretty.ts"
export { sarif } from "./print/sarif.ts"
export { placeIn, type ReadYaml, yamlReader } from "./read-yaml.ts"
export { checks } from "./rules/index.ts"
export { wrongValue } from "./rules/wrong-value.ts"
export { nearestMember } from "./schema/issues.ts"
export { oneOf, suggest } from "./suggest.ts"
