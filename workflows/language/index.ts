export type { GuardVariables } from "./cel.ts"
export {
  type CompiledDocument,
  type CompiledProfile,
  compileLifecycle,
  compileProfile,
} from "./compile-document.ts"
export { evaluate, evaluateWhere } from "./expressions.ts"
export { Finding, RelatedPlace, Severity } from "./finding.ts"
export { profileJsonSchema } from "./json-schema.ts"
export { digestOf, type FileText } from "./library.ts"
export { lint } from "./lint.ts"
export { json } from "./print/json.ts"
export { type PrettyOptions, pretty } from "./print/pretty.ts"
export { checks, rules } from "./rules/index.ts"
export { oneOf, suggest } from "./suggest.ts"
