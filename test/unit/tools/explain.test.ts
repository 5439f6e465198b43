import { Result } from "effect"
import { describe, expect, test } from "vitest"
import { compileDraft } from "#workflows/language"
import { explain } from "#workflows/tools"
import { shippedFiles } from "../../support/shipped.ts"

const explained = (text: string) =>
  explain(
    Result.getOrThrow(
      compileDraft(`dsl: 1\nkind: DeploymentProfile\nname: sales\nextends: user-driven\n${text}`, {
        file: "sales.yaml",
        bases: shippedFiles,
      }),
    ),
  )

const at = (text: string, path: string) => explained(text).way.find(({ state }) => state === path)?.says ?? []

describe("a profile in plain words", () => {
  test("says who gets it, with every condition", () => {
    const { whoGetsIt } = explained(
      `assign: { groupTags: [sales, sales-emea], orderIds: [PO-1], excludeGroups: [kiosks], where: device.model == "A" }`,
    )
    expect(whoGetsIt).toEqual([
      `Devices with the group tag "sales" or "sales-emea" or the order "PO-1" where its model is "A", but none in the group "kiosks".`,
      "Where several profiles apply to a device, the one that was published first wins.",
    ])
    expect(explained("assign: { allDevices: true }").whoGetsIt).toEqual([
      "Every device that no other profile takes: this is the default.",
    ])
  })

  test("says what becomes of the device, and what its user sees", () => {
    const { whatBecomesOfIt } = explained(
      `device: { join: hybrid }\noobe: { userType: administrator, locale: en-GB, hide: [eula, keyboard], preProvisioning: allowed }`,
    )
    expect(whatBecomesOfIt).toEqual([
      "It joins the organisation's own domain, and Microsoft Entra ID with it.",
      "The person who will use it signs in, and is an administrator of it.",
      "Setup speaks en-GB.",
      "Left out are the licence terms and the keyboard layout.",
      "A technician may prepare it beforehand.",
    ])
  })

  test("says what the phases of the page wait for, where the file names it", () => {
    const { page } = explained(
      `enrollmentStatus:\n  deviceSetup: { certificates: [wifi-root], networks: [corp], apps: { blocking: [portal, office], others: [7-zip] } }\n  accountSetup: { apps: { blocking: [] } }`,
    )
    expect(page.filter((says) => says.includes("wait"))).toEqual([
      `Device setup waits for the certificate "wifi-root", the network "corp" and only "portal" and "office" of its apps.`,
      `Device setup does not wait for "7-zip", which it installs too.`,
      "Account setup waits for no app.",
    ])
    expect(explained("").page.some((says) => says.includes("wait"))).toBe(false)
  })

  test("says what leads on from each state, until when it waits, and what changes nothing", () => {
    expect(at("", "outOfBox.answered")).toEqual([
      "When a person of the organisation signs in: The device joins the directory.",
      "When nothing of this happens within 1d: The deployment failed (nobody signed in).",
      "Nothing changes when the setup questions are answered; or when a sign-in is refused.",
    ])
  })

  test("tells of a choice only where the page offers it", () => {
    const chosen = (onFailure: string) =>
      at(`enrollmentStatus: { onFailure: ${onFailure} }`, "deviceSetupFailed").filter((says) =>
        says.includes("somebody chooses"),
      )
    expect(chosen("[collect-logs]")).toEqual([])
    expect(chosen("[continue, { retry: { limit: 2 } }]")).toEqual([
      `When somebody chooses "Try again", and tries are left: Device setup.`,
      `When somebody chooses "Continue anyway": The user went on although something failed.`,
    ])
  })

  test.each([
    [
      'device.model.startsWith("Kiosk") && device.tpmVersion != "2.0"',
      'its model begins with "Kiosk" and the version of its TPM is not "2.0"',
    ],
    [
      "!attempt.signedIn || attempt.failedItems > 2",
      "nobody has signed in or the number of items that failed is more than 2",
    ],
    ["attempt.licensed", "who signed in has a licence"],
    [
      "attempt.joined || attempt.enrolled && attempt.licensed",
      "attempt.joined || attempt.enrolled && attempt.licensed holds",
    ],
    ['device.model == "a && b"', 'device.model == "a && b" holds'],
  ])("says the condition %s in plain words where it has some", (when, words) => {
    const state = `workflow: { states: { deviceSetupFailed: { on: { DeviceRestarted: { when: '${when}', to: deviceSetup } } } } }`
    expect(at(state, "deviceSetupFailed")).toContain(`When the device restarts, and ${words}: Device setup.`)
  })

  test("says of what goes on side by side where each part is done", () => {
    const both =
      "both: { parallel: true, done: deviceSetup, states: { one: { states: { a: { on: { NetworkConnected: b }, timeout: { after: 1h, to: failed } }, b: { final: done } } } } }"
    const joined = "outOfBox: { states: { joined: { on: { DeviceEnrolled: both } } } }"
    expect(at(`workflow: { states: { ${both}, ${joined} } }`, "both.one.b")).toEqual(["This part is done."])
  })

  test("names signals of the organisation's own by their names", () => {
    const says = at(
      "signals: [Approved]\nworkflow: { states: { waiting: { rest: somebody approves it, on: { Approved: deviceSetup } }, outOfBox: { states: { joined: { on: { DeviceEnrolled: waiting } } } } } }",
      "waiting",
    )
    expect(says).toEqual([
      "It may stay here for ever: somebody approves it.",
      `When the signal "Approved" comes: Device setup.`,
    ])
  })

  test("says how it can end", () => {
    expect(explained("").ends).toContain("The user went on after a time-out: a success with a time-out.")
  })

  test.each(shippedFiles.map(({ file }) => file))("says every state of %s that is written", (file) => {
    const text = shippedFiles.find((one) => one.file === file)?.text ?? ""
    const draft = Result.getOrThrow(compileDraft(text, { file, bases: shippedFiles }))
    const { ends, way } = explain(draft)
    const told = [...way.map(({ title }) => title), ...ends].join("\n").toLowerCase()
    for (const { path, title } of draft.states)
      if (path !== "") expect(told).toContain((title ?? path.split(".").at(-1) ?? "").toLowerCase())
  })
})
