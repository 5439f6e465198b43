import { assert, describe, it } from "@effect/vitest"
import { EventStore } from "#workflows/ports"
import { exposition } from "../../../adapters/http/operations/exposition.ts"
import { aService } from "../../support/http-world.ts"
import { NOTEBOOK } from "../../support/machines.ts"
import { anEvent } from "../../support/proposed-events.ts"
import { contosoWithDevices, enrolled, until } from "./stories.ts"

/** A line of the text format: a name, labels if it has any, and a number. */
const SAMPLE =
  /^[a-z_]+(\{[a-z_]+="([^"\\\n]|\\["\\n])*"(,[a-z_]+="([^"\\\n]|\\["\\n])*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?$/

describe("the text of metrics", () => {
  it("has a help and a type before the samples of each metric, labels with what would end them escaped, and no metric without samples", () => {
    const text = exposition([
      { name: "up", type: "gauge", help: "Whether it is.", samples: [{ value: 1 }] },
      {
        name: "said_total",
        type: "counter",
        help: "What was said.",
        samples: [{ value: 2.5, labels: { who: 'a "b"\\\n', how: "aloud" } }],
      },
      { name: "unknown", type: "gauge", help: "Nobody knows.", samples: [] },
    ])
    assert.strictEqual(
      text,
      [
        "# HELP up Whether it is.",
        "# TYPE up gauge",
        "up 1",
        "# HELP said_total What was said.",
        "# TYPE said_total counter",
        'said_total{who="a \\"b\\"\\\\\\n",how="aloud"} 2.5',
        "",
      ].join("\n"),
    )
  })
})

describe("the metrics of the service", () => {
  const scrape = async (service: ReturnType<typeof aService>) => {
    const answered = await service.get("/metrics")
    assert.strictEqual(answered.status, 200)
    assert.strictEqual(answered.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8")
    const lines = answered.text.split("\n").filter((line) => line !== "" && !line.startsWith("# "))
    for (const line of lines) assert.match(line, SAMPLE)
    return lines
  }

  const saying = (service: ReturnType<typeof aService>, line: string) =>
    until(
      () => scrape(service),
      (lines) => lines.includes(line),
    )

  it("tell that it is ready once every list follows the log, with no lag", async () => {
    await using service = aService({ late: 100 })
    assert.includeMembers(await scrape(service), ["flightlog_ready 0", "flightlog_store_up 1"])
    assert.includeMembers(await saying(service, "flightlog_ready 1"), [
      'flightlog_projection_state{projection="deadlines",state="live"} 1',
      'flightlog_projection_state{projection="deadlines",state="stopped"} 0',
      'flightlog_projection_lag_seconds{projection="deadlines"} 0',
      'flightlog_projection_lag_events{projection="deadlines"} 0',
      'flightlog_subscriptions{state="resuming"} 0',
    ])
  })

  it("tell which list an event has stopped, and how many events it is behind", async () => {
    await using service = aService()
    const poison = anEvent({ type: "TenantCreated", payload: { data: { name: 5 }, salt: "" } })
    await saying(service, "flightlog_ready 1")
    await service.runtime.runPromise(
      EventStore.use((store) => store.append("tenant-poisoned", "no-stream", [poison])),
    )
    const lines = await saying(service, 'flightlog_projection_state{projection="tenants",state="stopped"} 1')
    assert.includeMembers(lines, [
      "flightlog_ready 0",
      'flightlog_projection_lag_events{projection="tenants"} 1',
    ])
  })

  it("name no tenant, no person and no device", async () => {
    await using service = aService()
    const { notebook, tenantId } = await contosoWithDevices(service)
    await enrolled(service)
    const said = (await scrape(service)).join("\n")
    for (const secret of ["contoso", "ann@", tenantId, notebook, NOTEBOOK.serialNumber])
      assert.notInclude(said.toLowerCase(), secret.toLowerCase())
  })
})
