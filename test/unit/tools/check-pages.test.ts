import { check, modelChecks } from "#workflows/tools"
import { describePages } from "../../support/finding-pages.ts"
import { shippedFiles } from "../../support/shipped.ts"

describePages(modelChecks, (files) => {
  const [subject, ...others] = files.toReversed()
  return check(subject!, { bases: [...others, ...shippedFiles] }).findings
})
