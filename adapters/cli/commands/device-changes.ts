import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { DomainFact } from "#domain/catalogue"
import { type DeregistrationWay, leftBehindSays } from "#domain/device"
import {
  changeGroupTag,
  changeOrder,
  deregister as deregisterDevice,
  deregisterForTenant,
  ownDevice,
} from "#workflows/commands"
import { deviceArgument, theDevice } from "../device.ts"
import { note, result } from "../output.ts"
import { partnerFlags, registrarCaller } from "../partner.ts"
import { settled } from "../settle.ts"
import { onStore } from "../store.ts"
import { tenantCaller } from "../tenant.ts"

/** `flightlog tag DEVICE TAG` */
export const tag = Command.make(
  "tag",
  {
    device: deviceArgument,
    tag: Argument.String("tag").pipe(
      Argument.withMetavar("TAG"),
      Argument.withDescription('The new group tag; "" removes it'),
    ),
  },
  Effect.fn("tag")(function* ({ device, tag }) {
    const caller = yield* tenantCaller
    const id = yield* theDevice(caller.tenantId, device)
    const { facts } = yield* settled(changeGroupTag(id, tag.trim() === "" ? null : tag.trim(), caller))
    const shown = tag.trim() === "" ? "no group tag" : `the group tag ${JSON.stringify(tag.trim())}`
    yield* result(`${device} has ${shown}${facts.length === 0 ? " already; nothing changed" : " now"}.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Changes the group tag of a device. Profiles choose devices by it, so the device may get another profile at once.",
  ),
  Command.withShortDescription("Change the group tag of a device"),
  Command.withExamples([{ command: "flightlog tag CTS-0000001 sales" }]),
)

const orderFlag = (name: string, what: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("NUMBER"),
    Flag.withDescription(`${what}; "" removes it, left out it stays`),
    Flag.optional,
  )

/** What an order's number is to become: the one given, none for an empty one, the present one where none is given. */
const changedTo = (given: Option.Option<string>, present: string | null): string | null =>
  Option.match(given, { onNone: () => present, onSome: (text) => (text.trim() === "" ? null : text.trim()) })

/** `flightlog order DEVICE` */
export const order = Command.make(
  "order",
  {
    device: deviceArgument,
    order: orderFlag("id", "The seller's order id"),
    purchaseOrder: orderFlag("purchase-order", "The buyer's purchase order"),
  },
  Effect.fn("order")(function* ({ device, order, purchaseOrder }) {
    const caller = yield* tenantCaller
    const id = yield* theDevice(caller.tenantId, device)
    const registration = (yield* ownDevice(id, caller.tenantId)).process.device.registration
    const after = {
      orderId: changedTo(order, registration?.orderId ?? null),
      purchaseOrder: changedTo(purchaseOrder, registration?.purchaseOrder ?? null),
    }
    const { facts } = yield* settled(changeOrder(id, after, caller))
    const named = `order ${after.orderId ?? "none"}, purchase order ${after.purchaseOrder ?? "none"}`
    yield* result(`${device}: ${named}${facts.length === 0 ? "; nothing changed" : ""}.`)
  }, onStore),
).pipe(
  Command.withDescription(
    "Changes by which order a device was bought. Profiles may choose devices by it, so the device may get another profile at once.",
  ),
  Command.withShortDescription("Change the order that a device belongs to"),
  Command.withExamples([{ command: "flightlog order CTS-0000001 --purchase-order 76222342342" }]),
)

const WAYS = ["if-clear", "in-order", "one-step"] as const satisfies ReadonlyArray<DeregistrationWay>

/** What is left behind once a registration ended, by its last event. */
const leftBehind = (facts: ReadonlyArray<DomainFact>): ReadonlyArray<string> =>
  facts.flatMap((fact) =>
    fact.type === "DeviceDeregistered" ? (fact.data.leftBehind ?? []).map(leftBehindSays) : [],
  )

/** `flightlog deregister DEVICE` */
export const deregister = Command.make(
  "deregister",
  {
    device: deviceArgument,
    reason: Flag.String("reason").pipe(
      Flag.withMetavar("TEXT"),
      Flag.withDescription("Why; it stays in the device's history"),
      Flag.withDefault("deregistered by an administrator"),
    ),
    way: Flag.Literals("way", WAYS).pipe(
      Flag.withDescription(
        "Where an Intune record or an assigned user stands in the way: if-clear refuses, in-order removes them first, one-step leaves them",
      ),
      Flag.withDefault("if-clear"),
    ),
    ...partnerFlags,
  },
  Effect.fn("deregister")(function* ({ device, reason, way, ...acting }) {
    const caller = yield* registrarCaller(acting)
    const id = yield* theDevice(caller.tenantId, device)
    const { facts } = yield* "through" in caller
      ? deregisterForTenant(id, reason, caller)
      : deregisterDevice(id, reason, caller, way)
    if (facts.length === 0) return yield* result(`${device} was deregistered already; nothing changed.`)
    yield* result(`${device} is deregistered. Its history stays: flightlog history ${id}`)
    for (const text of leftBehind(facts)) yield* note(text)
  }, onStore),
).pipe(
  Command.withDescription(
    "Ends the registration of a device: it leaves the list of Windows Autopilot devices, and others may register it. " +
      "An Intune record and an assigned user should be gone before; --way says what to do about them. A partner needs a grant " +
      "for it, and ends the registration alone.",
  ),
  Command.withShortDescription("End the registration of a device"),
  Command.withExamples([
    { command: 'flightlog deregister CTS-0000001 --reason "sold"' },
    {
      command: "flightlog deregister CTS-0000001 --way in-order",
      description: "Remove its Intune record and its user first",
    },
  ]),
)
