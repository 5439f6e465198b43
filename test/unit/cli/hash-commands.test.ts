import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { commandLine } from "./command-line.ts"

const HASH = new URL("../../data/hashes/contoso-minimal.txt", import.meta.url).pathname
const text = readFileSync(HASH, "utf8").trim()
const directory = mkdtempSync(join(tmpdir(), "flightlog-hash-"))
const file = (name: string, content: string): string => {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

describe("hash decode", () => {
  it.effect("gives JSON of which hash encode makes the same text again", () =>
    Effect.gen(function* () {
      const decoded = yield* commandLine(["hash", "decode", HASH, "--json"])
      assert.deepStrictEqual([decoded.exit, decoded.stderr], [0, ""])
      const encoded = yield* commandLine(["hash", "encode", "-"], { stdin: decoded.stdout })
      assert.deepStrictEqual(encoded, { exit: 0, stdout: `${text}\n`, stderr: "" })
    }),
  )

  it.effect("tells people what machine it is and when it was captured", () =>
    Effect.gen(function* () {
      const { stdout } = yield* commandLine(["hash", "decode", HASH])
      assert.match(stdout, /^Serial number +CTS-0000001$/m)
      assert.match(stdout, /^Captured +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, Windows 10\.0\.\d+\.\d+$/m)
      assert.notInclude(stdout, text.slice(0, 100))
    }),
  )

  it.effect("reads stdin, and PowerShell's UTF-16, and tells what was mended", () =>
    Effect.gen(function* () {
      const utf16 = file("utf16.txt", "")
      writeFileSync(utf16, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${text}\r\n`, "utf16le")]))
      const decoded = yield* commandLine(["hash", "decode", utf16])
      assert.strictEqual(decoded.exit, 0)
      const unpadded = yield* commandLine(["hash", "decode", "-"], { stdin: text.slice(0, -1) })
      assert.strictEqual(unpadded.exit, 0)
      assert.match(unpadded.stderr, /^Note: .*padding/)
    }),
  )

  it.effect("refuses a flipped bit with where it is and what to do, in three lines", () =>
    Effect.gen(function* () {
      const flipped = file(
        "flipped.txt",
        `${text.slice(0, 60)}${text[60] === "A" ? "B" : "A"}${text.slice(61)}`,
      )
      const ran = yield* commandLine(["hash", "decode", flipped])
      assert.deepStrictEqual([ran.exit, ran.stdout], [1, ""])
      assert.match(
        ran.stderr,
        /^Error: The checksum of the hardware hash is wrong: at byte \d+ .*\nWhere: \S+flipped\.txt \(InvalidZtdHardwareHash\)\nTo do: A bit was changed on the way\. Capture the hash again .*\n$/,
      )
    }),
  )

  it.effect("ends with 74 where the file is not there or is a directory", () =>
    Effect.gen(function* () {
      const missing = yield* commandLine(["hash", "decode", join(directory, "none.txt")])
      assert.strictEqual(missing.exit, 74)
      assert.match(missing.stderr, /^Error: The file ".*none\.txt" does not exist\.\nWhere: /)
      const folder = yield* commandLine(["hash", "decode", directory])
      assert.strictEqual(folder.exit, 74)
    }),
  )
})

describe("hash encode", () => {
  it.effect("refuses what is no JSON, and what is no decoded hash", () =>
    Effect.gen(function* () {
      const noJson = yield* commandLine(["hash", "encode", "-"], { stdin: "{records" })
      assert.strictEqual(noJson.exit, 1)
      assert.match(
        noJson.stderr,
        /^Error: This is no JSON; it begins with "\{records"\.\nWhere: - \(not-json\)\nTo do: /,
      )
      const nothing = yield* commandLine(["hash", "encode", "-"], { stdin: "\n" })
      assert.strictEqual(nothing.exit, 1)
      assert.include(nothing.stderr, "Error: There is nothing to encode: the input is empty.")
      const hash = yield* commandLine(["hash", "encode", HASH])
      assert.strictEqual(hash.exit, 1)
      assert.match(hash.stderr, /it begins with "T0[E-H].{5}"/)
      const noReport = yield* commandLine(["hash", "encode", "-"], {
        stdin: '{"records":[{"record":"Capture"}]}',
      })
      assert.strictEqual(noReport.exit, 1)
      assert.include(noReport.stderr, "This JSON is no decoded hardware hash.")
    }),
  )
})

describe("match", () => {
  it.effect("tells that two captures of one machine are the same, with the evidence", () =>
    Effect.gen(function* () {
      const decoded = JSON.parse((yield* commandLine(["hash", "decode", HASH, "--json"])).stdout)
      for (const record of decoded.records)
        if (record.record === "Capture") record.capturedAt = "2026-11-20T08:15:00Z"
      const later = yield* commandLine(["hash", "encode", "-"], { stdin: JSON.stringify(decoded) })
      assert.notStrictEqual(later.stdout.trim(), text)
      const again = file("again.txt", later.stdout)
      const matched = yield* commandLine(["match", HASH, again])
      assert.match(matched.stdout, /^same: the same machine \(100 of 100\)/)
      const asJson = JSON.parse((yield* commandLine(["match", HASH, again, "--json"])).stdout)
      assert.deepStrictEqual(Object.keys(asJson), ["verdict", "score", "evidence"])
      for (const line of asJson.evidence)
        assert.deepStrictEqual(Object.keys(line), ["component", "before", "after", "weight", "says"])
    }),
  )

  it.effect("shows a support engineer each component with both values, its weight and what it says", () =>
    Effect.gen(function* () {
      const other = new URL("../../data/hashes/anon-hp-x64-tool9.txt", import.meta.url).pathname
      const { stdout } = yield* commandLine(["match", HASH, other])
      assert.match(stdout, /^Component +Weight +Before +After +What it says$/m)
      assert.match(
        stdout,
        /^smbiosUuid +25 +11111111-2222-4333-8444-555555555555 +b15869f3-\S+ +The SMBIOS UUID is another one \(/m,
      )
    }),
  )

  it.effect("tells strangers apart", () =>
    Effect.gen(function* () {
      const other = new URL("../../data/hashes/anon-hp-x64-tool9.txt", import.meta.url).pathname
      const matched = yield* commandLine(["match", HASH, other])
      assert.match(matched.stdout, /^different: another machine/)
    }),
  )
})
