import { Context, type Effect } from "effect"
import type { DeviceRefused, ServiceFailed } from "./device-api.ts"
import type { RemoteAct } from "./plan.ts"

type Failure = DeviceRefused | ServiceFailed

/** What an administrator does before devices can be simulated: over HTTP, or directly on a store. */
export class Administration extends Context.Service<
  Administration,
  {
    /** The domains of the tenant's user names. */
    readonly domains: Effect.Effect<ReadonlyArray<string>, Failure>
    /** Adds a user, with the licence that enrolling needs or without; without effect for one who is there. */
    addUser(upn: string, isLicensed: boolean): Effect.Effect<void, Failure>
    /** Publishes a profile; without effect when its newest version says the same. */
    publishProfile(file: { readonly file: string; readonly text: string }): Effect.Effect<void, Failure>
    /** `AutopilotConfigurationFile.json` of a published profile. */
    configurationFile(profile: string): Effect.Effect<string, Failure>
    /** Allows a device to enrol by its TPM once more, makes it ready for its next user, or wipes it. */
    act(deviceId: string, act: RemoteAct): Effect.Effect<void, Failure>
    /** Imports a CSV file and waits until its rows are done; rows that are registered already do no harm. */
    importDevices(csv: string): Effect.Effect<void, Failure>
  }
>()("flightlog/adapters/simulator/Administration") {}
