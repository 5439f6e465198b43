import { Command } from "effect/cli"
import { buildReport } from "./commands/build-report.ts"
import { captureScript } from "./commands/capture-script.ts"
import { claimCheck } from "./commands/claim-check.ts"
import { codes } from "./commands/codes.ts"
import { conversions } from "./commands/conversions.ts"
import { demo } from "./commands/demo.ts"
import { deregister, order, tag } from "./commands/device-changes.ts"
import { licence, user } from "./commands/directory.ts"
import { explain } from "./commands/explain.ts"
import { group } from "./commands/group.ts"
import { hash } from "./commands/hash.ts"
import { history } from "./commands/history.ts"
import { importFile } from "./commands/import.ts"
import { imports } from "./commands/imports.ts"
import { autopilotResetDevice, unblock, unmanage } from "./commands/intune-changes.ts"
import { deployments, devices, managed } from "./commands/lists.ts"
import { match } from "./commands/match.ts"
import { partnerCommands } from "./commands/partner.ts"
import { profile } from "./commands/profile.ts"
import { projections } from "./commands/projections.ts"
import { register } from "./commands/register.ts"
import { rehash } from "./commands/rehash.ts"
import { serve } from "./commands/serve.ts"
import { show } from "./commands/show.ts"
import { signal } from "./commands/signal.ts"
import { simulate } from "./commands/simulate.ts"
import { store } from "./commands/store.ts"
import { tenant } from "./commands/tenant.ts"
import { why } from "./commands/why.ts"
import { dataFlag, storeFlag } from "./store.ts"
import { tenantFlag } from "./tenant.ts"

/** `flightlog`, with everything that it can do. */
export const root = Command.make("flightlog").pipe(
  Command.withDescription(
    "Flightlog deploys devices as Windows Autopilot does, and remembers every step: registration, profiles, sign-in, " +
      "setup page, desktop. Exit codes: 0 done, 1 refused or findings, 2 a plan with changes, 64 usage, 74 files, store " +
      "or network.",
  ),
  Command.withSubcommands([
    { group: "To begin with", commands: [demo, serve, simulate] },
    { group: "An organisation", commands: [tenant, user, group, licence] },
    {
      group: "Devices",
      commands: [
        captureScript,
        importFile,
        imports,
        register,
        claimCheck,
        conversions,
        devices,
        tag,
        order,
        rehash,
        deregister,
      ],
    },
    { group: "Partners", commands: [partnerCommands, buildReport] },
    {
      group: "Deployments",
      commands: [
        managed,
        autopilotResetDevice,
        unmanage,
        unblock,
        deployments,
        signal,
        history,
        show,
        why,
        explain,
        codes,
      ],
    },
    { group: "Profiles", commands: [profile] },
    { group: "Upkeep", commands: [store, projections] },
    { group: "Hardware hashes", commands: [hash, match] },
  ]),
  Command.withExamples([
    { command: "flightlog demo", description: "See everything once, with devices that are not there" },
    { command: "flightlog tenant create Contoso --domain contoso.com" },
    { command: "flightlog import AutopilotHWID.csv" },
  ]),
  Command.withGlobalFlags([storeFlag, dataFlag, tenantFlag]),
)
