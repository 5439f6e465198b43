import { describe, expect, test } from "vitest"
import { lint } from "#workflows/language"
import { shippedProfiles } from "./shipped.ts"

const told = (text: string) =>
  lint([{ file: "p.yaml", text }], { bases: shippedProfiles }).map(({ code, line }) => `${code}@${line}`)

const HEADING = "dsl: 1\nkind: DeploymentProfile\nname: test\n"
const derived = (lines: string) => `${HEADING}extends: user-driven\n${lines}`

/** A workflow whose states begin at line 1. They may lead to `desktop` and `failed`. */
const states = (lines: string, kind = "DeploymentProfile") =>
  `dsl: 1\nkind: ${kind}\nname: test\nworkflow:\n  states:\n${lines}
    desktop: { emit: DesktopReleased, final: success }
    failed: { final: failure }
`

const WAIT = "timeout: { after: 1h, to: failed }"

/** What is found in states, with the first one on line 1. */
const inStates = (lines: string, kind?: string) =>
  told(states(lines, kind)).map((finding) => {
    const [code, line] = finding.split("@")
    return `${code}@${Number(line) - 5}`
  })

describe("what leads where", () => {
  test("an inner state that only its own compound leads to is reached", () => {
    expect(
      inStates(`    setup:
      ${WAIT}
      states:
        one: { on: { UserSignedIn: two } }
        two: { on: { DeviceJoined: desktop } }`),
    ).toEqual([])
  })

  test("a compound that nothing leads to is told once, not with everything inside it", () => {
    expect(
      inStates(`    first: { on: { UserSignedIn: desktop }, ${WAIT} }
    lost:
      ${WAIT}
      states:
        one: { on: { UserSignedIn: two } }
        two: { on: { DeviceJoined: desktop } }`),
    ).toEqual(["FL040@2"])
  })

  test("a transition into one region of a parallel state enters the others too", () => {
    expect(
      inStates(`    first: { on: { UserSignedIn: right }, ${WAIT} }
    both:
      parallel: true
      done: desktop
      ${WAIT}
      states:
        left:
          states:
            l1: { on: { DeviceJoined: l2 } }
            l2: { final: done }
        right:
          states:
            r1: { on: { DeviceEnrolled: r2 } }
            r2: { final: done }`),
    ).toEqual([])
  })

  test("an inner end leads on by the `done` of the state around it", () => {
    expect(
      inStates(`    setup:
      done: desktop
      rest: people take their time
      states:
        one: { on: { UserSignedIn: two } }
        two: { final: done }`),
    ).toEqual(["FL040@8"])
  })

  test("states that only lead to each other are told at the one that begins it", () => {
    expect(
      inStates(`    first: { on: { UserSignedIn: a, DeviceJoined: desktop }, ${WAIT} }
    a: { on: { DeviceJoined: b }, timeout: { after: 1h, to: b } }
    b: { on: { DeviceJoined: a }, timeout: { after: 1h, to: a } }`),
    ).toEqual(["FL041@2"])
  })

  test("a way into a dead end is told at the dead end only", () => {
    expect(
      inStates(`    first: { on: { UserSignedIn: a, DeviceJoined: desktop }, ${WAIT} }
    a: { on: { DeviceJoined: b }, timeout: { after: 1h, to: b } }
    b: { accept: [NetworkConnected] }`),
    ).toEqual(["FL041@3"])
  })

  test("a workflow without any outcome is told once", () => {
    const text = `${HEADING}workflow:\n  states:\n    a: { on: { UserSignedIn: b } }\n    b: { on: { UserSignedIn: a } }\n`
    expect(told(text)).toEqual(["FL041@4"])
  })

  test("a time-out around a state ends its waiting, and so does a reason to rest", () => {
    expect(
      inStates(`    outer:
      ${WAIT}
      states:
        inner: { on: { UserSignedIn: resting } }
    resting: { rest: the device lies in a box, on: { NetworkConnected: desktop } }`),
    ).toEqual([])
  })

  test("a guarded way on leaves a circle of states at rest", () => {
    expect(
      inStates(`    a:
      ${WAIT}
      done: { when: attempt.signedIn, to: b }
      states: { x: { final: done } }
    b:
      ${WAIT}
      done: a
      states: { y: { final: done } }
      on: { UserSignedIn: desktop }`),
    ).toEqual([])
  })
})

describe("entries that are tried in order", () => {
  test("the same condition twice hides the second", () => {
    expect(
      inStates(`    first:
      ${WAIT}
      on:
        UserSignedIn:
          - { when: event.licensed, to: desktop }
          - { when: event.licensed, to: failed }`),
    ).toEqual(["FL045@6"])
  })

  test("accepting an event behind a condition is the way to take it otherwise", () => {
    expect(
      inStates(`    first:
      ${WAIT}
      on: { UserSignedIn: { when: event.licensed, to: desktop } }
      accept: [UserSignedIn]`),
    ).toEqual([])
  })
})

describe("keys of a state", () => {
  test.each([
    ["an end that waits", "    x: { final: failure, accept: [NetworkConnected] }", ["FL027@1"]],
    ["inner states of an end", "    x: { final: failure, states: { y: { final: done } } }", ["FL027@1"]],
    [
      "a page with states of its own",
      `    x: { esp: preparation, states: { y: { final: done } }, on: { EspPhaseCompleted: desktop, EspFailed: failed, EspTimedOut: failed } }`,
      ["FL027@1"],
    ],
    [
      "parallel with a beginning",
      `    x: { parallel: true, initial: y, ${WAIT}, done: desktop, states: { y: { final: done } } }`,
      ["FL027@1"],
    ],
    [
      "parallel without states",
      `    x: { parallel: true, on: { UserSignedIn: desktop }, ${WAIT} }`,
      ["FL027@1"],
    ],
    ["done without states", `    x: { done: desktop, on: { UserSignedIn: desktop }, ${WAIT} }`, ["FL027@1"]],
    [
      "an outcome inside a state",
      `    x: { ${WAIT}, states: { y: { on: { UserSignedIn: z } }, z: { final: success } } }`,
      ["FL027@1"],
    ],
    [
      "an inner end at the top",
      `    x: { on: { UserSignedIn: y }, ${WAIT} }\n    y: { final: done }`,
      ["FL027@2"],
    ],
    [
      "an outcome of another kind of workflow",
      `    x: { on: { UserSignedIn: y }, ${WAIT} }\n    y: { final: retired }`,
      ["FL027@2"],
    ],
    [
      "a time-out that leads nowhere",
      `    x: { on: { UserSignedIn: desktop }, timeout: { after: 1h } }`,
      ["FL027@1"],
    ],
    [
      "a page whose time-out says where it leads",
      `    x: { esp: preparation, ${WAIT}, on: { EspPhaseCompleted: desktop, EspFailed: failed, EspTimedOut: failed } }`,
      ["FL027@1"],
    ],
    [
      "a beginning that is none of its states",
      `    x: { initial: q, ${WAIT}, states: { y: { on: { UserSignedIn: desktop } } } }`,
      ["FL020@1"],
    ],
  ])("%s", (_what, lines, expected) => {
    expect(inStates(lines)).toEqual(expected)
  })

  test("a lifecycle shows no Enrollment Status Page", () => {
    const text = `dsl: 1
kind: Lifecycle
name: test
workflow:
  states:
    x: { esp: device, on: { EspPhaseCompleted: y, EspFailed: y, EspTimedOut: y } }
    y: { final: retired }
`
    expect(told(text)).toEqual(["FL027@6"])
  })
})

describe("an Enrollment Status Page", () => {
  const page = (on: string) => inStates(`    x: { esp: preparation, on: { ${on} } }`)

  test.each([
    ["all three are missing", "NetworkConnected: desktop", ["FL044@1", "FL044@1", "FL044@1"]],
    [
      "a failure that asks",
      "EspPhaseCompleted: desktop, EspFailed: { when: attempt.signedIn, to: failed }, EspTimedOut: failed",
      ["FL044@1"],
    ],
    [
      "a failure with a choice",
      "EspPhaseCompleted: desktop, EspFailed: [failed, desktop], EspTimedOut: failed",
      ["FL044@1"],
    ],
    [
      "a time-out that may lead nowhere",
      "EspPhaseCompleted: desktop, EspFailed: failed, EspTimedOut: [{ when: attempt.signedIn, to: failed }]",
      ["FL044@1"],
    ],
    ["an end without a target", "EspPhaseCompleted: {}, EspFailed: failed, EspTimedOut: failed", ["FL044@1"]],
    [
      "a condition that looks at an event where there is none",
      'EspPhaseCompleted: desktop, EspFailed: failed, EspTimedOut: [{ when: event.phase == "x", to: failed }, desktop]',
      ["FL031@1"],
    ],
  ])("%s", (_what, on, expected) => {
    expect(page(on)).toEqual(expected)
  })

  test("its own time-out is limited like that of the profile", () => {
    expect(told(derived("workflow: { states: { accountSetup: { timeout: { after: 2d } } } }\n"))).toEqual([
      "FL054@5",
    ])
  })
})

describe("events", () => {
  test.each([
    ["WaitTimedOut", "`timeout`"],
    ["EspFailed", "`esp:`"],
    ["DesktopReleased", "concluded by the workflow itself"],
    ["DeviceDeregistered", "Expected"],
  ])("%s cannot be waited for in a deployment, with the reason", (event, reason) => {
    const text = states(`    x: { on: { ${event}: desktop, UserSignedIn: desktop }, ${WAIT} }`)
    const [finding] = lint([{ file: "p.yaml", text }], { bases: [] })
    expect(finding).toMatchObject({ code: "FL022" })
    expect(finding?.message).toContain(reason)
  })
})

describe("conditions", () => {
  test.each([
    ["1 > 2", ["FL032"]],
    ["true", []],
    [`event.medium == "wlan"`, ["FL032"]],
    [`event.medium != "wifi"`, []],
    [`attempt.retries < "3"`, ["FL031"]],
    ["attempt.minutes", ["FL031"]],
    ["event.phase == 'x'", ["FL031"]],
    ["profile.name == 'x'", ["FL031"]],
    ["attempt.retires > 1", ["FL031"]],
  ])("%s", (when, expected) => {
    const text = states(
      `    x: { on: { UserSignedIn: desktop, NetworkConnected: { when: ${JSON.stringify(when)}, to: failed } }, ${WAIT} }`,
    )
    expect(lint([{ file: "p.yaml", text }], { bases: [] }).map(({ code }) => code)).toEqual(expected)
  })
})

describe("device names", () => {
  test.each([
    ["SALES-%RAND:9%", []],
    ["SALES-%RAND:10%", ["FL050"]],
    ["%SERIAL%", []],
    ["%serial%", ["FL050"]],
    ["%MODEL%", ["FL050"]],
    ["%RAND:0%", ["FL050"]],
    ["%RAND:5%", ["FL050"]],
    ["1234%RAND:5%", ["FL050"]],
    ["PC 1", ["FL050"]],
    ["PC_%RAND:3%", ["FL050"]],
  ])("%s", (template, expected) => {
    expect(
      told(derived(`device: { nameTemplate: "${template}" }\n`)).map((finding) => finding.slice(0, 5)),
    ).toEqual(expected)
  })

  test("a prefix is for the domain of a hybrid join, and short enough for random characters behind it", () => {
    const codes = (device: string) =>
      told(derived(`device: { ${device} }\n`)).map((finding) => finding.slice(0, 5))
    expect(codes("namePrefix: HQ-")).toEqual(["FL058"])
    expect(codes("join: hybrid, namePrefix: HQ-")).toEqual([])
    expect(codes("join: hybrid, namePrefix: HEADQUARTERS-")).toEqual(["FL006"])
  })

  test("the message says what is wrong with the name", () => {
    const message = (template: string) =>
      lint([{ file: "p.yaml", text: derived(`device: { nameTemplate: "${template}" }\n`) }], {
        bases: shippedProfiles,
      })[0]?.message
    expect(message("%serial%")).toContain("capitals: %SERIAL%")
    expect(message("PC 1")).toContain("blanks")
    expect(message("12%RAND:5%")).toContain("digits only")
    expect(message("PC_1")).toContain("letters, digits and hyphens")
  })
})

describe("reading", () => {
  test("an alias inside its own anchor is a mistake of YAML", () => {
    expect(told(`${HEADING}signals: &a [*a]\n`)).toContain("FL001@4")
  })

  test("an item with two mistakes is left out once, and the items behind it are still told by their own lines", () => {
    const text = states(`    x:
      ${WAIT}
      on:
        UserSignedIn:
          - { whn: event.licensed, qq: 1, to: 5 }
          - { when: 7, to: desktop }
          - { to: desktop, emit: Nonsense }`)
    expect(
      lint([{ file: "p.yaml", text }], { bases: [] }).map(({ code, line }) => `${code}@${line - 5}`),
    ).toEqual(["FL004@5", "FL004@5", "FL006@5", "FL006@6", "FL023@7"])
  })

  test("a time-out without its duration is one mistake, not also a wait without end", () => {
    expect(inStates("    x: { on: { UserSignedIn: desktop }, timeout: { to: failed } }")).toEqual(["FL005@1"])
  })

  test("many wrong items of a list do not hide what is wrong elsewhere", () => {
    const hide = Array.from({ length: 30 }, (_, index) => index).join(", ")
    const text = derived(`oobe: { hide: [${hide}] }\nenrollmentStatus: { timeout: 25h }\n`)
    const findings = told(text)
    expect(findings).toHaveLength(31)
    expect(findings.at(-1)).toBe("FL054@6")
  })

  test("a dash at the beginning of a folded condition is not taken for its header", () => {
    const text = derived("assign:\n  where: >-\n    -size(device.modle) == 1\n")
    expect(lint([{ file: "p.yaml", text }], { bases: shippedProfiles })).toMatchObject([
      { code: "FL031", line: 7, column: 18 },
    ])
    const negated = derived("assign:\n  where: >-\n    -device.model == device.model\n")
    expect(lint([{ file: "p.yaml", text: negated }], { bases: shippedProfiles })).toMatchObject([
      { code: "FL031", line: 7, column: 5 },
    ])
  })

  test("a profile with more states than a workflow may have is told so", () => {
    const many = Array.from({ length: 301 }, (_, index) => `    s${index}: { final: failure }`).join("\n")
    expect(told(`${HEADING}workflow:\n  states:\n${many}\n`)).toEqual(["FL002@4"])
  })
})
