import {
  type AutopilotCode,
  DEPLOYMENT_CODES,
  DEVICE_CODES,
  PAGE_CODES,
  REGISTRATION_CODES,
} from "./codes.ts"

/** Where codes are met. The same number means different things in different places. */
export const CODE_CONTEXTS = ["registration", "device", "deployment", "page"] as const
export type CodeContext = (typeof CODE_CONTEXTS)[number]

/** One line of the catalogue; `name` is the code itself where the error has no name. */
export interface CatalogueEntry extends AutopilotCode {
  readonly context: CodeContext
  readonly name: string
}

export type RegistrationCodeName = keyof typeof REGISTRATION_CODES

const entries = (
  context: CodeContext,
  codes: Readonly<Record<string, AutopilotCode>>,
): ReadonlyArray<CatalogueEntry> =>
  Object.entries(codes).map(([name, entry]) => ({ context, name, ...entry }))

/** Every known error code. Codes that are not here may exist: the list is open. */
export const CODES: ReadonlyArray<CatalogueEntry> = [
  ...entries("registration", REGISTRATION_CODES),
  ...entries("device", DEVICE_CODES),
  ...entries("deployment", DEPLOYMENT_CODES),
  ...entries("page", PAGE_CODES),
]

/**
 * Finds an error by its code or by any of its names; case does not matter, as `0x87d1041c` and `0x87D1041C` are one.
 *
 * @example findCode("registration", "806")?.name // "ZtdDeviceAlreadyAssigned"
 */
export const findCode = (context: CodeContext, codeOrName: string): CatalogueEntry | undefined => {
  const sought = codeOrName.toLowerCase()
  const inContext = CODES.filter((entry) => entry.context === context)
  return (
    inContext.find(({ code, name }) => code?.toLowerCase() === sought || name.toLowerCase() === sought) ??
    inContext.find(({ alsoCalled = [] }) => alsoCalled.some((other) => other.toLowerCase() === sought))
  )
}

/** The error of a registration with that name. */
export const registrationCode = (name: RegistrationCodeName): CatalogueEntry => ({
  context: "registration",
  name,
  ...REGISTRATION_CODES[name],
})

export type DeviceCodeName = keyof typeof DEVICE_CODES

/** The error that a device of that name meets when it asks for its profile. */
export const deviceCode = (name: DeviceCodeName): CatalogueEntry => ({
  context: "device",
  name,
  ...DEVICE_CODES[name],
})

/** A code that the catalogue knows of a deployment. */
export type DeploymentCode = keyof typeof DEPLOYMENT_CODES

/** Errors by code or name in every context where they are met; several where a number means different things. */
export const findCodes = (codeOrName: string): ReadonlyArray<CatalogueEntry> =>
  CODE_CONTEXTS.flatMap((context) => findCode(context, codeOrName) ?? [])
