import { Effect } from "effect"
import type { Refusal } from "#domain/kernel"
import { DeviceRefused, ServiceFailed } from "./device-api.ts"

const isRefusal = (error: Error): error is Refusal => "_tag" in error && error._tag === "Refusal"

const refused = ({ code, number, remedy, what }: Refusal) =>
  new DeviceRefused({ code, number: number ?? null, what, remedy, recorded: false })

const failed = (cause: Error) =>
  new ServiceFailed({ what: cause.message, remedy: "Look at the store, then try again.", cause })

/** A command as a client of the service sees it: refusals stay what they are, whatever else went wrong is a failure. */
export const answered = <A, R>(command: Effect.Effect<A, Error, R>) =>
  Effect.mapError(command, (error) => (isRefusal(error) ? refused(error) : failed(error)))
