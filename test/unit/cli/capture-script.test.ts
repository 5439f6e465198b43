import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { readDeviceFile } from "#adapters/device-files"
import { hashText } from "../../support/hash-vectors.ts"
import { commandLine } from "./command-line.ts"

// There is no PowerShell where these tests run: they read the script's text. It is short, so that people can as well.

const printed = Effect.map(commandLine(["capture-script"]), ({ stdout }) => stdout)

/** Everything that PowerShell may call in the script: what reads, what writes the one file, what sends. */
const CALLED = [
  "Get-CimInstance",
  "Set-StrictMode",
  "New-Object",
  "Write-Output",
  "Invoke-RestMethod",
  "Start-Sleep",
]
const FILE_CALLS = ["Exists", "WriteAllText", "ReadAllLines", "AppendAllText"]

/** The script without what only people read: comments, help, texts. */
const code = (script: string): string =>
  script
    .replace(/<#[\s\S]*?#>/g, "")
    .replace(/^\s*#(?!Requires).*$/gm, "")
    .replace(/"[^"]*"|'[^']*'/g, '""')

describe("the capture script", () => {
  it.effect("is printed as it is kept, with nothing else, so that it can be sent into a file", () =>
    Effect.gen(function* () {
      const kept = new URL("../../../adapters/cli/capture-script/capture-device.ps1", import.meta.url)
      assert.strictEqual(yield* printed, readFileSync(kept, "utf8"))
    }),
  )

  it.effect(
    "changes nothing on the device: it reads two classes, and writes the file that it is told to",
    () =>
      Effect.gen(function* () {
        const script = yield* printed
        const cmdlets = code(script).match(/\b[A-Z][a-z]+-[A-Z][A-Za-z]+\b/g) ?? []
        assert.sameMembers([...new Set(cmdlets)], CALLED)
        const files = [...script.matchAll(/\[IO\.File\]::(\w+)/g)].map(([, name]) => name)
        assert.sameMembers([...new Set(files)], FILE_CALLS)
        const classes = [...script.matchAll(/Get-CimInstance (?:-Namespace '([^']+)' )?-ClassName '?(\w+)/g)]
        assert.deepStrictEqual(
          classes.map(([, namespace, name]) => [namespace, name]),
          [
            [undefined, "Win32_BIOS"],
            ["root/cimv2/mdm/dmmap", "MDM_DevDetail_Ext01"],
          ],
        )
        assert.include(script, "$detail.DeviceHardwareData")
        assert.include(script, "#Requires -RunAsAdministrator")
      }),
  )

  it.effect("writes the header and the row that the import takes", () =>
    Effect.gen(function* () {
      const script = yield* printed
      const header = /^\$header = '(.*)'$/m.exec(script)?.[1] ?? ""
      const values = /^\$values = @\((.*)\)$/m.exec(script)?.[1]
      assert.strictEqual(values, "$serial, '', $hash, $GroupTag.Trim(), $AssignedUser.Trim()")
      assert.include(script, "$row = $values -join ','")
      const hash = hashText("contoso-minimal")
      const file = `${header}\r\nCTS-0000001,,${hash},sales,ann@contoso.com\r\nCTS-0000002,,${hash},,\r\n`
      const read = Result.getOrThrow(readDeviceFile(Buffer.from(file)))
      assert.deepStrictEqual(read.refused, [])
      assert.deepInclude(read.rows[0], {
        serialNumber: "CTS-0000001",
        hash,
        groupTag: "sales",
        assignedUser: "ann@contoso.com",
      })
      assert.deepInclude(read.rows[1], { groupTag: null, assignedUser: null })
    }),
  )

  it.effect("sends to the import of a service, with its token and tenant where they are given", () =>
    Effect.gen(function* () {
      const script = yield* printed
      for (const part of [
        "'/api/imports'",
        "if ($Token) { $headers['Authorization'] = \"Bearer $Token\" }",
        "if ($Tenant) { $headers['Flightlog-Tenant'] = $Tenant }",
        "$headers = @{ 'Idempotency-Key' = [guid]::NewGuid().ToString() }",
        "-ContentType 'text/csv'",
      ])
        assert.include(script, part)
    }),
  )

  it.effect("is plain ASCII, and closes what it opens", () =>
    Effect.gen(function* () {
      const script = yield* printed
      assert.match(script, /^[\x20-\x7e\n]*$/)
      const text = code(script)
      const count = (character: string) => text.split(character).length
      for (const [open, close] of ["()", "{}", "[]"])
        assert.strictEqual(count(open ?? ""), count(close ?? ""))
    }),
  )
})
