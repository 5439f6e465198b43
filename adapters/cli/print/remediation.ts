import type { RemediationHandling } from "#domain/device"

const WORDS: { readonly [handling in RemediationHandling]: string } = {
  automatic: "Fix pending",
  manual: "Attention required",
}

/** A change of hardware in the words of the Intune portal. */
export const remediationSays = (handling: RemediationHandling): string => WORDS[handling]
