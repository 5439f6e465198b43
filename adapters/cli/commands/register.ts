import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { streamId } from "#domain/kernel"
import { registerForTenant, registerOwn, toldBy } from "#workflows/commands"
import { readText } from "../files.ts"
import { jsonFlag } from "../json-flag.ts"
import { result, resultJson } from "../output.ts"
import { partnerFlags, registrarCaller } from "../partner.ts"
import { settled } from "../settle.ts"
import { onStore } from "../store.ts"

const optional = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(Flag.withMetavar(metavar), Flag.withDescription(description), Flag.optional)

/** `flightlog register` */
export const register = Command.make(
  "register",
  {
    hash: optional("hash", "FILE|-", "File with the device's hardware hash; - reads it from stdin"),
    pkid: optional("pkid", "ID", "Product key id from the label of the box (partners only)"),
    manufacturer: optional(
      "manufacturer",
      "NAME",
      "With --model and --serial, as the firmware says it (partners only)",
    ),
    model: optional("model", "NAME", "See --manufacturer"),
    serial: optional("serial", "NUMBER", "See --manufacturer"),
    tag: optional("tag", "TAG", "Group tag of the device"),
    order: optional("order", "ID", "By which order it was bought"),
    purchaseOrder: optional("purchase-order", "ID", "By which purchase order it was bought"),
    user: optional("user", "UPN", "The person that it is meant for"),
    ...partnerFlags,
    json: jsonFlag,
  },
  Effect.fn("register")(function* ({ json, ...given }) {
    const caller = yield* registrarCaller(given)
    const productKeyId = Option.getOrNull(given.pkid)
    const device = yield* toldBy({
      hash: Option.isSome(given.hash) ? yield* readText(given.hash.value) : null,
      productKeyId,
      manufacturer: Option.getOrNull(given.manufacturer),
      model: Option.getOrNull(given.model),
      serialNumber: Option.getOrNull(given.serial),
    })
    const asked = {
      device,
      channel: "api",
      groupTag: Option.getOrNull(given.tag),
      orderId: Option.getOrNull(given.order),
      purchaseOrder: Option.getOrNull(given.purchaseOrder),
      productKey: productKeyId,
      import: null,
      assignedUser: Option.getOrNull(given.user),
    } as const
    const { facts, stream } = yield* settled(
      "through" in caller ? registerForTenant(asked, caller) : registerOwn(asked, caller),
    )
    const registered = facts.find((fact) => fact.type === "DeviceRegistered")?.data
    const serialNumber = registered?.hardware.serialNumber ?? ""
    const authorizationId = registered?.authorization?.id ?? null
    const told = { deviceId: streamId(stream), serialNumber, method: registered?.method, authorizationId }
    if (json) return yield* resultJson(told)
    const under = authorizationId === null ? "" : ` under the authorization ${authorizationId}`
    yield* result(
      `${serialNumber} is registered (${told.method ?? "manual"})${under} as device ${told.deviceId}`,
    )
  }, onStore),
).pipe(
  Command.withDescription(
    "Registers one device. Its owner tells it by its hardware hash. A partner with a grant may also tell it by its product " +
      "key id, or by manufacturer, model and serial number, once the manufacturer has delivered its hash.",
  ),
  Command.withShortDescription("Register one device"),
  Command.withExamples([
    { command: "flightlog register --hash hash.txt --tag sales" },
    { command: "flightlog register --pkid 3300000000042 --partner northwind" },
  ]),
)
