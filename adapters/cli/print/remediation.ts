import type { RemediationHandling } from "#domain/device"

const WORDS: { readonly [handling in RemediationHandling]: string } = {
  automatic: "Fix pending",
  manual: "Attention required",
}

/** A change of hardware in the words of the Intune portal. */
export const remediationSays = (handling: RemediationHandling): string => WORDS[handling]

const STATES: { readonly [state: string]: string } = {
  automaticRemediationRequired: WORDS.automatic,
  manualRemediationRequired: WORDS.manual,
}

/** Graph's remediationState in the words of the Intune portal; a dash where nothing is to be done. */
export const remediationStateSays = (state: string): string => STATES[state] ?? "-"
