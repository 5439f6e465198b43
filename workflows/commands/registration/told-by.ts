import { Effect } from "effect"
import { checkRow, rejectedRow } from "#domain/import"
import { Refusal } from "#domain/kernel"
import type { DeviceIdentifier } from "./register-for-tenant.ts"

/** What somebody says of a single device: its hash, or what stands on its box. */
export interface ToldOfDevice {
  /** Base64 of the 4K hardware hash. */
  readonly hash: string | null
  readonly productKeyId: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly serialNumber: string | null
}

/**
 * What a device is told by: its hash where there is one, else its product key id, else manufacturer, model and serial
 * number. What is said beside a hash has to agree with it.
 *
 * Refuses as a row of an import is refused.
 */
export const toldBy = Effect.fnUntraced(function* ({ hash, productKeyId, ...told }: ToldOfDevice) {
  const row = {
    line: 1,
    ...told,
    productId: productKeyId,
    hash: hash ?? "",
    groupTag: null,
    assignedUser: null,
    serialNumberOptional: true,
    notes: [],
  } as const
  const checked = yield* Effect.fromResult(checkRow(row)).pipe(
    Effect.mapError((error) => {
      const { code, name, reason, remedy } = rejectedRow(error)
      const number = code === null ? {} : { number: code }
      return new Refusal({ kind: "unprocessable", code: name, ...number, what: reason, remedy })
    }),
  )
  const device: DeviceIdentifier =
    "hardware" in checked ? { by: "hash", hardware: checked.hardware } : checked.lookup
  return device
})
