import { describe, expect, it } from "vitest"
import { CODES, findCode, registrationCode } from "#domain/codes"

describe("the catalogue of codes", () => {
  it("finds an error by code, by name and by another name of it, without regard to case", () => {
    expect(findCode("registration", "806")?.name).toBe("ZtdDeviceAlreadyAssigned")
    expect(findCode("registration", "ZtdDeviceAssignedToAnotherTenant")?.code).toBe("808")
    expect(findCode("deployment", "0x80180018")?.meaning).toContain("no licence")
    expect(findCode("deployment", "0x87d1041c")?.code).toBe("0x87D1041C")
    expect(findCode("registration", "ztddeviceduplicated")).toMatchObject({ code: null })
  })

  it("keeps the contexts apart: 807 and 809 are met in two of them", () => {
    expect(findCode("registration", "809")?.name).toBe("ZtdProfileIsNotRegistered")
    expect(findCode("device", "809")?.meaning).toContain("does not exist any more")
    expect(findCode("device", "815")?.name).toBe("ZtdDeviceHasNoAssignedProfile")
    expect(findCode("device", "806")).toBeUndefined()
  })

  it("does not know the codes that Microsoft has not published", () => {
    expect(findCode("registration", "804")).toBeUndefined()
    expect(findCode("registration", "805")).toBeUndefined()
  })

  it("says of every error what it means and what to do, in sentences", () => {
    for (const { context, name, meaning, cure } of CODES) {
      expect(meaning, `${context} ${name}`).toMatch(/^[A-Z].*\.$/)
      expect(cure, `${context} ${name}`).toMatch(/^[A-Z].*\.$/)
    }
  })

  it("has each code once in a context", () => {
    const codes = CODES.flatMap(({ context, code }) => (code === null ? [] : [`${context} ${code}`]))
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThan(40)
  })

  it("gives the entry of a registration error by its name", () => {
    expect(registrationCode("HashNot4k")).toMatchObject({
      context: "registration",
      name: "HashNot4k",
      code: null,
    })
    expect(registrationCode("InvalidZtdHardwareHash").code).toBe("802")
  })
})
