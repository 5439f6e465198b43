import { Context, type Effect, Schema } from "effect"
import type { Report } from "#workflows/commands"

/** The service answered, and said no. */
export class DeviceRefused extends Schema.TaggedError<DeviceRefused>()("DeviceRefused", {
  code: Schema.String,
  /** The code that Windows shows in the same place, where it has one: `0x80180018`. */
  number: Schema.NullOr(Schema.String),
  what: Schema.String,
  remedy: Schema.String,
  /** Whether the refusal itself is a fact in the device's history: it happened before the device's eyes. */
  recorded: Schema.Boolean,
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

/** The service did not answer, or not in a way that a device understands. */
export class ServiceFailed extends Schema.TaggedError<ServiceFailed>()("ServiceFailed", {
  what: Schema.String,
  remedy: Schema.String,
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  override get message() {
    return `${this.what} ${this.remedy}`
  }
}

/** What a device is told when it asks for its profile. */
export interface ServedProfile {
  readonly deviceId: string
  /** Lets the device report within this attempt. */
  readonly token: string
  readonly attempt: number
  readonly profile: { readonly name: string; readonly version: number }
  /** How long a phase of the Enrollment Status Page may take. */
  readonly pageTimeoutMillis: number
}

/** What a device says beside its hash when it asks for its profile. */
export interface Asking {
  readonly begunBy?: "user" | "technician"
  /** `AutopilotConfigurationFile.json` as it stands on its disk. */
  readonly configurationFile?: string
}

/** What a device can say to the service: over HTTP, or directly to a store. */
export class DeviceApi extends Context.Service<
  DeviceApi,
  {
    /** Asks for the profile of the device whose hash this is. */
    discover(hash: string, asking?: Asking): Effect.Effect<ServedProfile, DeviceRefused | ServiceFailed>
    /** Reports something within the attempt that a token was given for. */
    report(token: string, report: Report): Effect.Effect<void, DeviceRefused | ServiceFailed>
  }
>()("flightlog/adapters/simulator/DeviceApi") {}
