import { Context } from "effect"

/** The profiles that come with Flightlog, as files: what a tenant's own may extend. */
export class ShippedProfiles extends Context.Service<
  ShippedProfiles,
  {
    readonly files: ReadonlyArray<{ readonly file: string; readonly text: string }>
    /** The cases beside them, which those of a tenant's own may include. */
    readonly cases: ReadonlyArray<{ readonly file: string; readonly text: string }>
  }
>()("flightlog/workflows/ports/ShippedProfiles") {}
