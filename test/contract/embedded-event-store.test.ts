import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { embeddedEventStore } from "#adapters/eventstore/embedded"
import { eventStoreContract } from "./event-store.ts"

eventStoreContract(
  "embedded",
  embeddedEventStore(join(mkdtempSync(join(tmpdir(), "flightlog-")), "log.sqlite")),
)
