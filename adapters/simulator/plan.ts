import type { Report } from "#workflows/commands"

/** Who of a simulation's people signs in. */
export type Role = "licensed" | "unlicensed" | "stranger"

/** What an administrator does to a device from afar. */
export type RemoteAct = "unblock" | "autopilot-reset" | "wipe"

/** One thing that a virtual device, or somebody around it, does after it has its profile. */
export type PlanStep =
  | { readonly do: "report"; readonly report: Exclude<Report, { readonly report: "sign-in" }> }
  | { readonly do: "sign in"; readonly as: Role }
  /** Does nothing until the Enrollment Status Page has timed out. */
  | { readonly do: "outlast the page" }
  /** Does nothing for a while; `says` completes the sentence "The device ...". */
  | { readonly do: "rest"; readonly minutes: number; readonly says: string }
  /** Is switched on anew and asks for its profile again. */
  | { readonly do: "start again" }
  /** An administrator does something to it from afar. */
  | { readonly do: "be administered"; readonly act: RemoteAct }
  /** Ends an Autopilot Reset: somebody signs in first. */
  | { readonly do: "end its reset"; readonly with: Role }

/** A profile that plans need, by the group tag of its own name. */
export interface PlanProfile {
  readonly name: string
  /** Its keys as YAML, without heading and assignment. */
  readonly keys: string
}

/** What a virtual device goes through, as data. */
export interface Plan {
  readonly name: string
  /** Completes the sentence "A device that ...". */
  readonly says: string
  /** Who switches it on first; without it, its user. */
  readonly begunBy?: "technician"
  /** The device is not registered: the profile is in a file on its disk. */
  readonly byFile?: true
  /** The profile that the plan needs; without it, whatever profile the device has. */
  readonly profile?: PlanProfile
  /** How often it is drawn in a mix, beside the others. */
  readonly share: number
  readonly steps: ReadonlyArray<PlanStep>
}
