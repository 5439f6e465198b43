import type { Told } from "#adapters/simulator"
import type { Style } from "./colour.ts"

/** What a virtual device did, in one line; a refusal with its code and words below it. */
export const toldText = ({ device, refusal, says }: Told, style: Style): string => {
  const line = `${style.strong(device)} ${says}`
  if (refusal === null) return line
  const code = refusal.number ?? refusal.code
  return `${line}\n  ${style.bad(`refused (${code}):`)} ${refusal.what}`
}
