import { describe, expect, test } from "vitest"
import { lint } from "#workflows/language"
import { shippedProfiles } from "./shipped.ts"

/** What a newcomer writes below the heading of a profile that extends `user-driven`, and what the first finding says. */
const told = (body: string) => {
  const text = `dsl: 1\nkind: DeploymentProfile\nname: x\nextends: user-driven\n${body}\n`
  return lint([{ file: "x.yaml", text }], { bases: shippedProfiles })
}
const inState = (key: string) => `workflow: { states: { deviceSetupFailed: { ${key} } } }`
const guarded = (when: string) => inState(`on: { RetryChosen: { when: '${when}', to: deviceSetup } }`)

describe("a value in another form is told as it is to be written", () => {
  test.each([
    ["enrollmentStatus: { timeout: 30 }", 'Did you mean "30m"?'],
    ["enrollmentStatus: { timeout: 90 minutes }", 'Did you mean "90m"?'],
    ["enrollmentStatus: { timeout: 1.5h }", 'Did you mean "90m"?'],
    ["enrollmentStatus: { timeout: 45 sec }", 'Did you mean "45s"?'],
    ["enrollmentStatus: { onFailure: [retry: 3] }", "Expected { limit: 3 }."],
    ["device: { convertTargeted: yes }", "Write true, without quotation marks."],
    ["oobe: { locale: en_gb }", 'Did you mean "en-GB"?'],
    ["oobe: { hide: eula }", "Write it as a list: [eula]."],
    ["signals: [approval granted]", 'Did you mean "ApprovalGranted"?'],
    [inState("timeout: 30"), "Expected { after: 24h, to: STATE }."],
    [
      "workflow: { states: { failed: { final: { outcome: failure, code: 0x81036502 } } } }",
      'Write "0x81036502".',
    ],
    [inState("final: true"), "or { outcome: failure, reason: TEXT }."],
    ["workflow: { states: { deviceSetup: { esp: devicesetup } } }", 'Did you mean "device"?'],
  ])("%s", (body, said) => {
    const findings = told(body).filter(({ severity }) => severity === "error")
    expect(findings).toHaveLength(1)
    expect(findings[0]?.message).toContain(said)
  })
})

describe("a key in another place or by another name is told where it belongs", () => {
  test.each([
    ["timeout: 90m", '"timeout" belongs under "enrollmentStatus".'],
    ["groupTags: [KIOSK]", '"groupTags" belongs under "assign".'],
    ["device: { <<: { join: entra } }", "YAML 1.2 has no merge keys"],
    ["constructor: 1", 'Unknown key "constructor" in the file.'],
    [inState("on: { RetryChosen: { if: attempt.joined, to: deviceSetup } }"), 'Did you mean "when"?'],
    [inState("on: { RetryChosen: { goto: deviceSetup } }"), 'Did you mean "to"?'],
    [inState("on: { timeout: failed }"), '"timeout" is a key of the state: write it beside "on", not in it.'],
    [
      inState("on: { CertificateIssued: deviceSetup }"),
      '"signals: [ApprovalGranted]" at the top of the file',
    ],
    [
      "workflow: { states: { joined: { on: { DeviceEnrolled: deviceSetup } } } }",
      'to change that one, write it under "states" of state "outOfBox".',
    ],
  ])("%s", (body, said) => {
    const findings = told(body)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.message).toContain(said)
  })
})

describe("a condition in another language is told in CEL", () => {
  test.each([
    ["attempt.joined and attempt.enrolled", "and", "&&"],
    ["attempt.joined or attempt.enrolled", "or", "||"],
    ["not attempt.joined", "not", "!"],
    ["attempt.retries = 1", "=", "=="],
    ["attempt.retries <> 1", "<>", "!="],
    ["attempt.retries === 1", "===", "=="],
    ["attempt.joined & attempt.enrolled", "&", "&&"],
  ])("%s", (when, written, cel) => {
    const [finding, ...others] = told(guarded(when))
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: "FL030", suggestion: cel })
    expect(finding?.message).toContain(`"${written}" means nothing in CEL`)
  })

  test('"!" before what is no truth says so', () => {
    const [finding] = told(guarded("!device.model"))
    expect(finding?.message).toContain('"!" turns true into false')
  })
})

describe("YAML that says something else than it looks is told where it begins", () => {
  test.each([
    ["assign: { where: !device.userAssigned }", 18, "a tag in YAML, no text"],
    ['assign: { where: !device.model.startsWith("x") }', 18, "a tag in YAML, no text"],
    ['title: "Sales laptops', 8, "is never closed"],
    ["title: *sales", 8, "names no anchor above it"],
  ])("%s", (body, column, said) => {
    const findings = told(body)
    expect(findings).toMatchObject([{ code: "FL001", line: 5, column }])
    expect(findings[0]?.message).toContain(said)
  })
})

test("what ends inside a state and leads nowhere is told at the state, once for all its regions", () => {
  const text = `dsl: 1
kind: DeploymentProfile
name: x
workflow:
  states:
    both:
      parallel: true
      timeout: { after: 1h, to: failed }
      states:
        one: { states: { a: { on: { NetworkConnected: b } }, b: { final: done } } }
        two: { states: { c: { on: { DeviceJoined: d } }, d: { final: done } } }
    failed: { final: failure }
`
  const findings = lint([{ file: "x.yaml", text: text.replace(/ +timeout.*\n/, "") }], { bases: [] })
  const stuck = findings.filter(({ code }) => code === "FL041")
  expect(stuck).toMatchObject([{ line: 6 }])
  expect(stuck[0]?.message).toContain('Add "done: STATE".')
})

test("a file that is no UTF-8 is told where it cannot be read, and not published with what cannot be read", () => {
  const text = new TextDecoder().decode(
    Buffer.from("dsl: 1\nkind: DeploymentProfile\nname: x\ntitle: Ger\u00E4t\n", "latin1"),
  )
  expect(lint([{ file: "x.yaml", text }], { bases: [] })).toMatchObject([
    { code: "FL002", line: 4, column: 11 },
  ])
})
