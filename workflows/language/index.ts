export { type GuardVariables, guardFields } from "./cel.ts"
export {
  type CompiledDocument,
  type CompiledPage,
  type CompiledProfile,
  compileLifecycle,
  compilePage,
  compileProfile,
} from "./compile-document.ts"
export { compileDraft, type Draft, pageFindings, type WrittenState } from "./draft.ts"
export { type EventField, eventFields } from "./event-fields.ts"
export { evaluate, evaluateWhere } from "./expressions.ts"
export { type Check, Finding, findingIn, inOrder, type Place } from "./finding.ts"
export { editorSchema, profileJsonSchema } from "./json-schema.ts"
export { type FileText, kindOf } from "./library.ts"
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
