import { describe, expect, test } from "vitest"
import { json, lint, pretty } from "#workflows/language"
import { shippedLifecycle, shippedProfiles } from "./shipped.ts"

const check = (text: string, others: ReadonlyArray<string> = []) =>
  lint(
    [{ file: "p.yaml", text }, ...others.map((other, index) => ({ file: `o${index}.yaml`, text: other }))],
    {
      bases: shippedProfiles,
    },
  ).filter((finding) => finding.file === "p.yaml")

const heading = "dsl: 1\nkind: DeploymentProfile\nname: test\nextends: user-driven\n"
const codes = (text: string) => check(text).map(({ code, line }) => `${code}@${line}`)

const SEEDED = `dsl: 1
kind: DeploymentProfile
name: Seeded Profile
extends: user-drivn
assign:
  groupTags: sales
  where: device.manufactrer == "HP"
device:
  join: entra-id
  nameTemplate: "%serial%-%RAND:9%"
  nmeTemplate: PC
oobe:
  mode: self-deploying
  preProvisioning: allowed
  hide: [eula, privcy]
enrollmentStatus:
  timeout: 25h
  onFailure: [collect-logs, { retry: { limt: 3 } }]
  deviceSetup:
    apps:
      blocking: [teams]
      others: [teams]
  deviceSetup: {}
signals: [DeviceJoined]
workflow:
  accept: [ApprovalGiven]
  states:
    deviceSetup:
      on: { EspTimedOut: faild }
    desktop:
      emit: [UserSignedIn]
    unused state:
      timeout: { after: soon, to: failed }
    waiting:
      on: { RetryChosen: { when: attempt.retries <, to: failed } }
`

describe("lint", () => {
  test("reports twenty seeded mistakes, each once, each on its line", () => {
    expect(codes(SEEDED)).toEqual([
      "FL006@3",
      "FL008@4",
      "FL006@6",
      "FL031@7",
      "FL006@9",
      "FL050@10",
      "FL004@11",
      "FL052@14",
      "FL006@15",
      "FL054@17",
      "FL004@18",
      "FL056@22",
      "FL003@23",
      "FL025@24",
      "FL022@26",
      "FL020@29",
      "FL023@31",
      "FL026@32",
      "FL040@32",
      "FL006@33",
      "FL040@34",
      "FL042@34",
      "FL030@35",
    ])
  })

  test("says what a misspelled name was meant to be, and goes on as if it were written", () => {
    const findings = check(`${heading}enrollmentStatus:\n  timeot: 25h\n`)
    expect(findings.map(({ code, suggestion }) => [code, suggestion])).toEqual([
      ["FL004", "timeout"],
      ["FL054", undefined],
    ])
  })

  test("finds what is wrong inside a misspelled key", () => {
    expect(codes(`${heading}enrolmentStatus:\n  timeout: [1]\n`)).toEqual(["FL004@5", "FL006@6"])
  })

  test("does not blame other states for a transition it cannot follow", () => {
    const text = `dsl: 1
kind: DeploymentProfile
name: test
workflow:
  states:
    first:
      on: { UserSignedIn: somewhereElseEntirely }
      timeout: { after: 1h, to: failed }
    second:
      on: { DeviceJoined: failed }
      timeout: { after: 1h, to: failed }
    failed: { final: failure }
`
    expect(codes(text)).toEqual(["FL020@7"])
  })

  test("reads a byte order mark, Windows line ends, anchors and aliases, comments and texts over several lines", () => {
    const text = `\uFEFF${heading}# who gets it
assign:
  groupTags: &tags [sales, "sales-emea"]
  orderIds: *tags
  where: >-
    device.manufacturer == "HP" &&
    device.model.startsWith("EliteBook")
description: |
  One line,
  and another.
`
    expect(check(text.replaceAll("\n", "\r\n"))).toEqual([])
  })

  test.each([
    ["plain", `device.model == "A" && device.modle == "B"`, 6, 40],
    ["quoted", `'device.model == "A" && device.modle == "B"'`, 6, 41],
    ["escaped", `"device.model == \\"A\\" && device.modle == 'B'"`, 6, 43],
    ["folded", `>-\n    device.model == "A" &&\n    device.modle == "B"`, 8, 12],
    ["literal", `|\n\n    device.model == "A" &&\n    device.modle == "B"\n`, 9, 12],
  ])("points at the field inside a %s condition", (_style, where, line, column) => {
    const [finding, ...others] = check(`${heading}assign:\n  where: ${where}\n`)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      code: "FL031",
      line,
      column,
      endColumn: column + "modle".length,
      suggestion: "model",
    })
  })

  test("tells of a base's states where the profile changed what leads to them", () => {
    const text = `${heading}workflow:
  states:
    outOfBox:
      states:
        answered:
          on: { UserSignedIn: { when: event.licensed, to: signedIn }, SignInRefused: nowhere }
`
    expect(codes(text)).toEqual(["FL020@10"])
  })

  test("does not ask for states of a base that a profile does without", () => {
    const text = `${heading}workflow:
  states:
    deviceSetup:
      on: { EspPhaseCompleted: desktop }
`
    expect(check(text)).toEqual([])
  })

  test("lets files that are checked together extend each other", () => {
    expect(
      check("dsl: 1\nkind: DeploymentProfile\nname: test\nextends: laptops\n", [
        "dsl: 1\nkind: DeploymentProfile\nname: laptops\nextends: user-driven\n",
      ]),
    ).toEqual([])
  })

  test("says once that a base has mistakes, also where only its meaning is wrong", () => {
    const base = `dsl: 1
kind: DeploymentProfile
name: laptops
extends: user-driven
workflow:
  states:
    joined: { final: failure, esp: device }
    deviceSetup: { on: { EspTimedOut: nowhere, EspFailed: neverland } }
`
    expect(check("dsl: 1\nkind: DeploymentProfile\nname: test\nextends: laptops\n", [base])).toMatchObject([
      { code: "FL010", line: 4 },
    ])
  })

  test("tells where it extends what its change breaks in the base, and shows the place in the base", () => {
    const base = `dsl: 1
kind: DeploymentProfile
name: laptops
extends: user-driven
signals: [ApprovalGranted]
workflow:
  accept: [ApprovalGranted]
`
    const own = "dsl: 1\nkind: DeploymentProfile\nname: test\nextends: laptops\nsignals: []\n"
    expect(check(own, [base])).toMatchObject([
      { code: "FL022", line: 4, column: 10, related: [{ file: "o0.yaml", line: 7, column: 12 }] },
    ])
  })

  test("reports a cycle once for each profile in it", () => {
    const a = "dsl: 1\nkind: DeploymentProfile\nname: a\nextends: b\n"
    const b = "dsl: 1\nkind: DeploymentProfile\nname: b\nextends: a\n"
    expect(
      lint(
        [
          { file: "a", text: a },
          { file: "b", text: b },
        ],
        { bases: [] },
      ).map(({ code, file }) => [file, code]),
    ).toEqual([
      ["a", "FL009"],
      ["b", "FL009"],
    ])
  })

  test("refuses what is too large, too deep or too swollen with one finding", () => {
    const bomb = `${heading}title: &a x\nx0: &b0 [*a, *a]\n${Array.from(
      { length: 30 },
      (_, index) => `x${index + 1}: &b${index + 1} [*b${index}, *b${index}]`,
    ).join("\n")}\n`
    const inputs = [
      "a".repeat(300_000),
      "[".repeat(200_000),
      `${heading}title: ${"[".repeat(100)}${"]".repeat(100)}\n`,
      "? ".repeat(100_000),
      bomb,
      `${heading}title: &a x\nx: [${"*a, ".repeat(150)}]\n`,
      "",
      "\0\0\0",
    ]
    for (const text of inputs) expect(codes(text)).toHaveLength(1)
  })

  test("reads a key that any object has as the unknown key that it is", () => {
    expect(codes(`${heading}__proto__: x\nconstructor: y\n`)).toEqual(["FL004@5", "FL004@6"])
    expect(codes(`${heading}workflow:\n  states:\n    __proto__: { final: failure }\n`)).toEqual([
      "FL026@7",
      "FL040@7",
    ])
  })

  test.each([
    ["groupTags: [sales, lab", 'The list that begins with "[" is not closed before this place: add "]"'],
    ["groupTags: { sales: 1", 'The mapping that begins with "{" is not closed before this place: add "}"'],
  ])("says of %s which bracket is missing", (line, message) => {
    expect(check(`${heading}assign:\n  ${line}\noobe:\n  locale: x\n`)).toMatchObject([
      { code: "FL001", message: expect.stringContaining(message) },
    ])
  })

  test("names what a lifecycle cannot do", () => {
    const text = shippedLifecycle.text.replace(
      "final: retired",
      "emit: DesktopReleased\n      final: success",
    )
    const line = 1 + text.split("\n").findIndex((one) => one.includes("emit: DesktopReleased"))
    expect(codes(text)).toEqual([`FL024@${line}`, `FL027@${line + 1}`])
  })
})

describe("printing findings", () => {
  const text = `${heading}oobe:\n\tlocale: x\n`

  test("colours only where asked", () => {
    const sources = [{ file: "p.yaml", text }]
    const findings = check(text)
    expect(pretty(findings, { sources, colour: false })).not.toContain("\u001B")
    expect(pretty(findings, { sources, colour: true })).toContain("\u001B[31merror\u001B[39m")
  })

  test("puts the caret under the token behind wide characters, and lets no control character through", () => {
    const wide = `${heading}title: "日本\u001B[31m", nme: x\n`.replace('", nme', '"\nx: &日本 ["日本", 5]\n#')
    const printed = pretty(check(wide), { sources: [{ file: "p.yaml", text: wide }], colour: false })
    expect(printed).not.toContain("\u001B")
    const flow = `${heading}assign: { groupTags: ["日本", 5] }\n`
    expect(pretty(check(flow), { sources: [{ file: "p.yaml", text: flow }], colour: false })).toContain(
      `5 | assign: { groupTags: ["日本", 5] }\n  | ${" ".repeat(30)}^\n`,
    )
  })

  test("shows the part of a very long line that the mistake is in", () => {
    const long = `${heading}oobe: { locale: ${"x".repeat(500)}, mode: nonsense, userType: standard } # ${"y".repeat(500)}\n`
    const printed = pretty(check(long), { sources: [{ file: "p.yaml", text: long }], colour: false }).split(
      "\n",
    )
    const shown = printed.findIndex((line) => line.includes("mode: nonsense"))
    expect(printed[shown]).toMatch(/^5 \| \.\.\.x+, mode: nonsense, userType: standard } # y+\.\.\.$/)
    expect(printed[shown + 1]).toMatch(/^ {2}\| +\^~{7}$/)
    expect(printed[shown + 1]?.indexOf("^")).toBe(printed[shown]?.indexOf("nonsense"))
    const huge = "a".repeat(300_000)
    expect(
      pretty(check(huge), { sources: [{ file: "p.yaml", text: huge }], colour: false }).length,
    ).toBeLessThan(500)
  })

  test("is a JSON array for programs, empty where nothing was found", () => {
    const findings = check(text)
    expect(JSON.parse(json(findings))).toEqual(findings)
    expect(json([])).toBe("[]\n")
    expect(pretty([], { sources: [], colour: true })).toBe("")
  })
})
