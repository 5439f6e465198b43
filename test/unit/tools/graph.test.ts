import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { compileDraft } from "#workflows/language"
import { dot, drawingOf, mermaid } from "#workflows/tools"
import { shippedFiles } from "../../support/shipped.ts"

const drafted = (workflow: string) =>
  Result.getOrThrow(
    compileDraft(
      `dsl: 1\nkind: DeploymentProfile\nname: small\ntitle: A "small" profile\nsignals: [Approved]\nworkflow:\n${workflow}`,
      { file: "small.yaml", bases: [] },
    ),
  )

const SMALL = `  initial: begun
  on: { DeviceReset: gone }
  states:
    begun:
      title: The device <asks>
      on:
        NetworkConnected: [{ when: event.medium == "wifi", to: page }, { to: waiting }]
        OobeAnswered: waiting
      timeout: { after: 24h, to: gone, reason: nobody came }
    waiting:
      rest: somebody has to approve it
      accept: [NetworkConnected]
      on: { Approved: page }
    page:
      esp: preparation
      on: { EspPhaseCompleted: desktop, EspFailed: gone, EspTimedOut: gone }
      timeout: { after: 90m }
    desktop: { emit: DesktopReleased, final: success }
    gone: { final: { outcome: failure, reason: it went away } }
`

const drawn = (stays: ReadonlyArray<string> = [], text = SMALL) => {
  const { machine, title } = drafted(text)
  return drawingOf(
    title,
    machine,
    stays.map((stay) => stay.split(" ")),
  )
}

const SIDE_BY_SIDE = `  states:
    both:
      parallel: true
      done: gone
      timeout: { after: 1h, to: gone }
      states:
        desk: { states: { waiting: { on: { Approved: approved } }, approved: { final: done } } }
        certificate: { states: { asked: { on: { DeviceJoined: issued } }, issued: { final: done } } }
    gone: { final: failure }
`

describe("the picture of a profile", () => {
  test("in Mermaid says states, events, conditions, time-outs and outcomes", async () => {
    await expect(mermaid(drawn())).toMatchFileSnapshot("./golden/small.golden.mmd")
  })

  test("in DOT says the same, with frames and colours", async () => {
    await expect(dot(drawn())).toMatchFileSnapshot("./golden/small.golden.dot")
  })

  test("lights the way in each of the regions that run side by side", () => {
    const { arrows } = drawn(
      ["both.desk.waiting both.certificate.asked", "both.desk.approved both.certificate.asked"],
      SIDE_BY_SIDE,
    )
    const lit = arrows.filter(({ isLit }) => isLit).map(({ from, to }) => `${from} -> ${to}`)
    expect(lit).toEqual(["both.desk.waiting -> both.desk.approved"])
  })

  test("lights where a device is and the way it went, and nothing else", () => {
    const { arrows, states } = drawn(["begun", "waiting", "page.tracking"])
    const lit = states.map(({ lit: how, path }) => [path, how])
    expect(lit).toEqual([
      ["begun", "passed"],
      ["waiting", "passed"],
      ["page", "now"],
      ["desktop", null],
      ["gone", null],
    ])
    expect(arrows.filter(({ isLit }) => isLit).map(({ from, to }) => `${from} -> ${to}`)).toEqual([
      "begun -> waiting",
      "waiting -> page",
    ])
  })

  test("tells what is side by side on the page in words, not as states of their own", () => {
    const page = drawn().states.find(({ path }) => path === "page")
    expect(page?.inside).toEqual([])
    expect(page?.notes).toContain("side by side: policies, certificates, networks, apps")
  })

  test.each(shippedFiles.map(({ file }) => file))(
    "of %s shows every state and transition that is written",
    (file) => {
      const text = shippedFiles.find((one) => one.file === file)?.text ?? ""
      const draft = Result.getOrThrow(compileDraft(text, { file, bases: shippedFiles }))
      const drawing = drawingOf(draft.title, draft.machine)
      const written = mermaid(drawing)
      for (const { path, title } of draft.states)
        if (path !== "") expect(written).toContain(title ?? path.split(".").at(-1))
      const arrows = drawing.arrows.flatMap(({ says }) => says).length
      expect(written.match(/-->|\.->/g)?.length).toBe(drawing.begins.length + drawing.arrows.length)
      expect(arrows).toBeGreaterThan(0)
    },
  )
})
