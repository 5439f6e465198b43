import { describe, it } from "@effect/vitest"
import {
  type EnrollingDevice,
  type EnrolmentCommand,
  type EnrolmentFact,
  enrolmentDecider,
} from "#domain/enrolment"
import { addMillis, deriveId, Timestamp } from "#domain/kernel"
import { specification } from "../../support/decider-specification.ts"
import { capture, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { refOf } from "../../support/told-facts.ts"

const given = specification(enrolmentDecider)
const at = Timestamp.make("2026-03-03T12:00:00.000Z")
const hours = (count: number) => addMillis(at, count * 60 * 60 * 1000)
const sales = refOf("sales")

const { manufacturer, model, serialNumber } = NOTEBOOK
const said = {
  deviceName: "CTS-42",
  ownership: "corporate",
  manufacturer,
  model,
  serialNumber,
  osVersion: null,
  userId: "ann",
} as const
const personal = { subject: "ann", values: { userPrincipalName: "ann@contoso.com" } }

const enrol = (device: EnrollingDevice = said): EnrolmentCommand => ({
  type: "Enrol",
  enrolmentId: "e1",
  device,
  personal,
})
const enrolled = (
  ownership: "corporate" | "personal" = "corporate",
  number = 1,
  registeredAs: string | null = null,
): EnrolmentFact => ({
  type: "DeviceEnrolledOrdinarily",
  data: {
    ...said,
    ownership,
    number,
    managedDeviceId: deriveId("managed-device", "e1", `${number}`),
    registeredAs,
  },
})
const weigh = (changes: Partial<Extract<EnrolmentCommand, { type: "Weigh" }>> = {}): EnrolmentCommand => ({
  type: "Weigh",
  at,
  profile: sales,
  isRegistered: false,
  ...changes,
})
const requested = (until = hours(48)): EnrolmentFact => ({
  type: "HashRequested",
  data: { profile: sales, until },
})
const skipped = (reason: "personal" | "registered"): EnrolmentFact => ({
  type: "ConversionSkipped",
  data: { profile: sales, reason },
})
const hardware = capture(NOTEBOOK)
const report = (
  when = hours(1),
  machine: typeof NOTEBOOK | typeof NEIGHBOUR = NOTEBOOK,
): EnrolmentCommand => ({
  type: "ReportHash",
  at: when,
  hardware: capture(machine),
})
const reported: EnrolmentFact = { type: "HashReported", data: { hardware, profile: sales } }
const converted: EnrolmentFact = { type: "DeviceConverted", data: { deviceId: "d1", profile: sales } }
const refusal = { number: "808", code: "device-registered-elsewhere", reason: "r", remedy: "r" }

describe("a device that enrols without being registered", () => {
  it("is enrolled once, however often it says the same", () => {
    given()
      .when(enrol())
      .thenEvents({ ...enrolled(), personal: [personal] })
    given(enrolled()).when(enrol()).thenNothing()
  })

  it("has its enrolment renewed when something is different, and remembers what it was converted to", () => {
    given(enrolled("personal"), requested(), reported, converted)
      .when(enrol())
      .thenEvents({ ...enrolled("corporate", 2, "d1"), personal: [personal] })
  })

  it("leaves with its record, and enrols anew", () => {
    const ended: EnrolmentFact = { type: "OrdinaryEnrolmentEnded", data: { act: "retire", reason: "sold" } }
    given(enrolled()).when({ type: "End", act: "retire", reason: "sold" }).thenEvents(ended)
    given(enrolled(), ended).when({ type: "End", act: "wipe", reason: "again" }).thenNothing()
    given(enrolled(), requested(), ended).when(report()).thenRefused("device-not-enrolled")
    given(enrolled(), ended)
      .when(enrol())
      .thenEvents({ ...enrolled("corporate", 2), personal: [personal] })
  })
})

describe("a profile that converts the devices it is for", () => {
  it("asks a corporate device for its hash, with 48 hours to answer, and does not ask twice", () => {
    given(enrolled()).when(weigh()).thenEvents(requested())
    given(enrolled(), requested())
      .when(weigh({ at: hours(47) }))
      .thenNothing()
  })

  it("skips a personal device and says so once; also one that turned personal after it was asked", () => {
    given(enrolled("personal")).when(weigh()).thenEvents(skipped("personal"))
    given(enrolled("personal"), skipped("personal")).when(weigh()).thenNothing()
    given(enrolled(), requested(), enrolled("personal", 2))
      .when(weigh())
      .thenEvents(
        { type: "HashRequestWithdrawn", data: { reason: "the device is personal" } },
        skipped("personal"),
      )
    given(enrolled("personal"), skipped("personal"), enrolled("corporate", 2))
      .when(weigh())
      .thenEvents(requested())
  })

  it("skips a machine that the tenant has registered", () =>
    given(enrolled())
      .when(weigh({ isRegistered: true }))
      .thenEvents(skipped("registered")))

  it("that is switched off takes back what was asked, and touches nothing that is registered", () => {
    const none = weigh({ profile: null })
    given(enrolled(), requested())
      .when(none)
      .thenEvents({
        type: "HashRequestWithdrawn",
        data: { reason: "no profile that converts is for the device any more" },
      })
    given(enrolled()).when(none).thenNothing()
    given(enrolled(), requested(), reported).when(none).thenNothing()
    given(enrolled(), requested(), reported, converted).when(none).thenNothing()
  })

  it("asks once in each version: a newer one asks anew where nobody answered in time", () => {
    const late = hours(48)
    const expired: EnrolmentFact = { type: "HashRequestExpired", data: { until: late } }
    const newer = refOf("sales", 2)
    const again: EnrolmentFact = { type: "HashRequested", data: { profile: newer, until: hours(96) } }
    given(enrolled(), requested())
      .when(weigh({ at: late }))
      .thenEvents(expired)
    given(enrolled(), requested())
      .when(weigh({ at: late, profile: newer }))
      .thenEvents(expired, again)
    given(enrolled(), requested(), expired)
      .when(weigh({ at: late }))
      .thenNothing()
    given(enrolled(), requested(), expired)
      .when(weigh({ at: late, profile: newer }))
      .thenEvents(again)
  })

  it("asks for nothing that it has converted", () =>
    given(enrolled(), requested(), reported, converted).when(weigh()).thenNothing())
})

describe("a device that was asked for its hash", () => {
  it("reports it within the time, once", () => {
    given(enrolled(), requested())
      .when(report(hours(47)))
      .thenEvents(reported)
    given(enrolled(), requested(), reported).when(report()).thenNothing()
  })

  it("is refused when it is late, whether or not somebody noticed before", () => {
    const expired: EnrolmentFact = { type: "HashRequestExpired", data: { until: hours(48) } }
    given(enrolled(), requested())
      .when(report(hours(48)))
      .thenRefused("hash-request-expired")
    given(enrolled(), requested())
      .when({ type: "Expire", at: hours(48) })
      .thenEvents(expired)
    given(enrolled(), requested())
      .when({ type: "Expire", at: hours(47) })
      .thenNothing()
    given(enrolled(), requested(), expired)
      .when(report(hours(49)))
      .thenRefused("hash-not-requested")
  })

  it("is refused where nobody asked, and where the hash is of another machine", () => {
    given(enrolled()).when(report()).thenRefused("hash-not-requested")
    given(enrolled(), requested())
      .when(report(hours(1), NEIGHBOUR))
      .thenRefused("hash-of-another-device")
  })

  it("is converted, or refused and asked again once it enrols anew", () => {
    given(enrolled(), requested(), reported).when({ type: "Conclude", deviceId: "d1" }).thenEvents(converted)
    given(enrolled(), requested()).when({ type: "Conclude", deviceId: "d1" }).thenNothing()
    const refused: EnrolmentFact = { type: "ConversionRefused", data: refusal }
    given(enrolled(), requested(), reported).when({ type: "Refuse", refused: refusal }).thenEvents(refused)
    given(enrolled(), requested(), reported, refused).when(weigh()).thenNothing()
    given(enrolled(), requested(), reported, refused, enrolled("corporate", 2))
      .when(weigh())
      .thenEvents(requested())
  })
})
