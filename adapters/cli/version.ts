import manifest from "../../package.json" with { type: "json" }

/** The version of Flightlog, as its package names it. */
export const VERSION = manifest.version
