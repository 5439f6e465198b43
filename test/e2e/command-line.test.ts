import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { temporaryDirectory } from "../support/temporary-directory.ts"
import { clientOf } from "./client.ts"
import { run, serve, start, until } from "./processes.ts"

const directory = temporaryDirectory()
const fileIn = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const HASH = fileIn("../data/hashes/contoso-minimal.txt")
const CSV = fileIn("../data/csv/AutopilotHWID.csv")

describe("the command line as a process", () => {
  it("decodes a hash in one process and encodes it in the next, to the same text", async () => {
    const decoded = await run(["hash", "decode", HASH, "--json"])
    assert.deepStrictEqual([decoded.exit, decoded.stderr], [0, ""])
    const encoded = await run(["hash", "encode", "-"], decoded.stdout)
    assert.deepStrictEqual([encoded.exit, encoded.stderr], [0, ""])
    assert.strictEqual(encoded.stdout.trim(), readFileSync(HASH, "utf8").trim())
  })

  it("keeps stdout for results: a refusal goes to stderr, as JSON if asked, with exit code 1", async () => {
    const environment = { FLIGHTLOG_STORE: `sqlite:${join(directory, "empty.sqlite")}` }
    const refused = await run(["devices", "--json"], "", { environment })
    assert.deepStrictEqual([refused.exit, refused.stdout], [1, ""])
    assert.strictEqual(JSON.parse(refused.stderr).error.code, "tenant-missing")
  })

  it("ends with 64 for what is not written as it has to be", async () => {
    const { exit, stderr, stdout } = await run(["divices"])
    assert.deepStrictEqual([exit, stdout], [64, ""])
    assert.match(stderr, /^Error: There is no command "divices"\. Did you mean "devices"\?\n/)
  })

  it("ends with 74 where a store cannot be opened, and says why without a stack trace", async () => {
    const { exit, stderr } = await run(["devices", "--store", `sqlite:${CSV}`])
    assert.strictEqual(exit, 74)
    assert.match(stderr, /^Error: .*AutopilotHWID\.csv.*\nCode: .*\nTo do: .*\n$/)
  })

  it("is content when the reader of its results has seen enough", async () => {
    const child = spawn(process.execPath, [
      fileIn("../../adapters/cli/bin.ts"),
      "hash",
      "decode",
      HASH,
      "--json",
    ])
    const err: Array<Buffer> = []
    child.stderr.on("data", (data) => err.push(data))
    child.stdout.destroy()
    const [exit] = await once(child, "close")
    assert.deepStrictEqual([exit, Buffer.concat(err).toString()], [0, ""])
  })

  it("can be started by the launcher for any Node", async () => {
    const { exit, stdout } = await run(["--version"], "", {
      program: fileIn("../../adapters/cli/flightlog.js"),
    })
    assert.strictEqual(exit, 0)
    assert.match(stdout, /^flightlog \d/)
  })

  it("gives the service a heap of its own size by the launcher, unless one was chosen, and other commands none", async () => {
    const program = fileIn("../../adapters/cli/flightlog.js")
    const tell = '--import "data:text/javascript,console.error(process.execArgv.join())"'
    const heapOf = async (command: string, options = tell) => {
      const { stderr } = await run([command, "--help"], "", {
        program,
        environment: { NODE_OPTIONS: options },
      })
      return stderr.match(/--max-[a-z-]+=\d+/g) ?? []
    }
    assert.deepStrictEqual(await heapOf("serve"), ["--max-old-space-size=1024", "--max-semi-space-size=16"])
    assert.deepStrictEqual(await heapOf("serve", `${tell} --max-old-space-size=2048`), [])
    assert.deepStrictEqual(await heapOf("devices"), [])
  })

  it("works beside a running server on the same store: each sees at once what the other did", {
    timeout: 180_000,
  }, async () => {
    const store = `sqlite:${join(directory, "shared.sqlite")}`
    const server = await serve(store)
    const client = clientOf(server.address)
    const on = (...args: ReadonlyArray<string>) => run([...args, "--store", store])
    assert.strictEqual((await on("tenant", "create", "Contoso")).exit, 0)
    assert.strictEqual((await on("import", CSV)).exit, 0)
    const path = "/v1.0/deviceManagement/windowsAutopilotDeviceIdentities"
    const [device] = await until(async () => {
      const { value } = (await client.get(path)).body
      return value.length === 3 ? value : undefined
    })
    const tagged = await client.post(`${path}/${device.id}/updateDeviceProperties`, { groupTag: "sales" })
    assert.strictEqual(tagged.status, 204)
    const devices = JSON.parse((await on("devices", "--json")).stdout)
    assert.strictEqual(devices.find(({ id }: { id: string }) => id === device.id).groupTag, "sales")
    const history = JSON.parse((await on("history", device.id, "--json")).stdout)
    const count = (type: string) => history.filter((event: { type: string }) => event.type === type).length
    assert.deepStrictEqual([count("DeviceRegistered"), count("ProfileAssigned")], [1, 1])
    const over = await run([
      "simulate",
      "--url",
      server.address,
      "--tenant",
      "contoso",
      "--devices",
      "2",
      "--json",
    ])
    assert.deepStrictEqual(
      JSON.parse(over.stdout).map(({ ended }: { ended: string }) => ended),
      ["done", "done"],
    )
    assert.strictEqual(JSON.parse((await on("managed", "--json")).stdout).length, 2)
  })
})

describe("a list that is built anew beside a running server", () => {
  it("is read all the while, never with less than before, and the server goes on with the new one", {
    timeout: 180_000,
  }, async () => {
    const store = `sqlite:${join(directory, "rebuilt.sqlite")}`
    const server = await serve(store)
    const client = clientOf(server.address)
    await client.post("/api/tenants", { name: "Contoso" })
    assert.strictEqual((await client.send("/api/imports", readFileSync(CSV), "text/csv")).status, 202)
    const path = "/v1.0/deviceManagement/windowsAutopilotDeviceIdentities"
    const devices = async () => (await client.get(path)).body.value
    await until(async () => ((await devices()).length === 3 ? true : undefined))

    const rebuilding = start(["projections", "rebuild", "autopilot-devices", "--store", store])
    const seen = new Set<number>()
    while (rebuilding.child.exitCode === null) seen.add((await devices()).length)
    const { exit, stdout } = await rebuilding.finished
    assert.deepStrictEqual([exit, [...seen]], [0, [3]])
    assert.match(stdout, /^autopilot-devices was built anew up to position \w+ and is read from now on\.\n$/)

    const [device] = await devices()
    await client.post(`${path}/${device.id}/updateDeviceProperties`, { groupTag: "anew" })
    await until(async () => ((await devices())[0].groupTag === "anew" ? true : undefined))
    const verified = await run(["projections", "verify", "autopilot-devices", "--store", store])
    assert.strictEqual(verified.exit, 0, verified.stdout + verified.stderr)
  })
})

describe("a signal", () => {
  it("ends a command under way with the shell's number for it", async () => {
    const server = await serve(`sqlite:${join(directory, "signal.sqlite")}`)
    await clientOf(server.address).post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })
    const slow = start(["simulate", "--pace", "5000", "--url", server.address])
    await until(async () => (slow.stderr().includes("asks for its profile") ? true : undefined))
    slow.child.kill("SIGTERM")
    assert.strictEqual((await slow.finished).exit, 143)
  })

  it("ends what stays up in order, with 0", async () => {
    const server = await serve(`sqlite:${join(directory, "stopped.sqlite")}`)
    server.child.kill("SIGINT")
    const { exit, stderr } = await server.finished
    assert.strictEqual(exit, 0)
    assert.include(stderr, "Stopping")
  })
})

describe("serve", () => {
  it("refuses to listen where others could reach it, and says why", async () => {
    const store = `sqlite:${join(directory, "open.sqlite")}`
    const { exit, stderr, stdout } = await run(["serve", "--host", "0.0.0.0", "--store", store])
    assert.deepStrictEqual([exit, stdout], [1, ""])
    assert.match(stderr, /^Error: Flightlog does not listen on "0\.0\.0\.0": requests carry no tokens yet/)
  })

  it("says when its port is taken", async () => {
    const server = await serve(`sqlite:${join(directory, "first.sqlite")}`)
    const port = new URL(server.address).port
    const store = `sqlite:${join(directory, "second.sqlite")}`
    const { exit, stderr } = await run(["serve", "--port", port, "--store", store])
    assert.strictEqual(exit, 74)
    assert.include(stderr, "another program listens there already")
  })
})

describe("the demo", () => {
  it("shows the whole walk, every line on stdout, and ends", {
    timeout: 180_000,
  }, async () => {
    const demo = start(["demo", "--exit"], { environment: { TMPDIR: directory } })
    const { exit, stderr, stdout } = await demo.finished
    assert.deepStrictEqual([exit, stderr], [0, ""])
    for (const part of ["1", "2", "3", "4", "5"])
      assert.match(stdout, new RegExp(`^== ${part}\\. .* ==$`, "m"))
    for (const code of ["802 InvalidZtdHardwareHash", "ZtdDeviceDuplicated", "803 Missing", "806 ZtdDevice"])
      assert.include(stdout, `refused: ${code}`)
    for (const state of ["successOnRetry", "successWithTimeout", "0x80180018", "wrong-tenant"])
      assert.include(stdout, state)
    assert.notInclude(stdout, "Error:")
    assert.notInclude(stdout, "undefined")
  })
})
