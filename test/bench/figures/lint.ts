import { lint } from "#workflows/language"
import { shippedFiles } from "../../support/shipped.ts"
import { type Figure, timed } from "../figure.ts"

const PROFILES = 1_000

/** Profiles as a large tenant has them: each with its settings, a workflow of its own, and conditions. */
const profiles = Array.from({ length: PROFILES }, (_, number) => ({
  file: `profile-${number}.yaml`,
  text: `dsl: 1
kind: DeploymentProfile
name: site-${number}
title: Site ${number}
description: Notebooks of site ${number}
extends: user-driven

assign:
  groupTags: [site-${number}]

device:
  nameTemplate: S${number}-%RAND:5%

enrollmentStatus:
  timeout: 90m
  message: Please wait while site ${number} prepares your device.
  onFailure: [collect-logs, { retry: { limit: 2 } }, reset]
`,
}))

/** All profiles of a large tenant at once. */
export const lintProfiles: Figure = {
  work: "lint of 1,000 profiles (5 s)",
  unit: "profiles/s",
  against: "",
  target: { absolute: PROFILES / 5 },
  prepare: async () => {
    const findings = lint(profiles, { bases: shippedFiles })
    const [error] = findings.filter(({ severity }) => severity === "error")
    if (error !== undefined) throw new Error(`${error.file}: ${error.message}`)
    return {
      close: async () => {},
      baseline: null,
      ours: () => timed(PROFILES, () => void lint(profiles, { bases: shippedFiles })),
    }
  },
}
