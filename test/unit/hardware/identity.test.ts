import { createHash } from "node:crypto"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import {
  buildReport,
  decodeHash,
  encodeHash,
  HardwareSummary,
  identityKeys,
  type MachineSpec,
  PLACEHOLDERS,
  placeholderReason,
  recapture,
  shortFingerprint,
  summarise,
  supportingKeys,
} from "#domain/hardware"
import { hashText } from "../../support/hash-vectors.ts"
import { AFTER, BEFORE, capture, ek, lan, NOTEBOOK } from "../../support/machines.ts"

const kinds = (machine: MachineSpec) => identityKeys(capture(machine)).map(({ kind }) => kind)
const bare = {
  manufacturer: "Contoso",
  model: "Book",
  serialNumber: "",
  uuid: "00000000-0000-0000-0000-000000000000",
}
const failure = (machine: MachineSpec) => {
  const result = summarise(buildReport(machine, BEFORE))
  return Result.isFailure(result) ? result.failure : undefined
}

describe("the identity keys of a machine", () => {
  it("are the digest of the TPM's key, the UUID, the normalised SMBIOS identity and the product key id", () => {
    expect(identityKeys(capture({ ...NOTEBOOK, manufacturer: " contoso  ltd " }))).toEqual([
      { kind: "ek", value: createHash("sha256").update(NOTEBOOK.ekModulus).digest("hex") },
      { kind: "uuid", value: NOTEBOOK.uuid },
      { kind: "smbios", value: '["CONTOSO LTD","CONTOSO BOOK 1","CTS-0000042"]' },
      { kind: "pkid", value: "3300000000042" },
    ])
  })

  it.each([
    ["03000200-0400-0500-0006-000700080009", ["ek", "smbios", "pkid"]],
    ["00000000-0000-0000-0000-000000000000", ["ek", "smbios", "pkid"]],
    ["ffffffff-ffff-ffff-ffff-ffffffffffff", ["ek", "smbios", "pkid"]],
  ])("leave the UUID %s out", (uuid, expected) => {
    expect(kinds({ ...NOTEBOOK, uuid })).toEqual(expected)
  })

  it.each([
    "To be filled by O.E.M.",
    "to be filled by O.E.M. ",
    "Default string",
    "System Serial Number",
    "Not Specified",
    "None",
    "N/A",
    "0",
    "0000000",
    "XXXXXXXX",
    "123456789",
    "........",
  ])("leave the serial number %j out", (serialNumber) => {
    expect(kinds({ ...NOTEBOOK, serialNumber })).toEqual(["ek", "uuid", "pkid"])
  })

  it.each([
    { manufacturer: "System manufacturer" },
    { model: "System Product Name" },
    { model: "" },
    { model: "Default string" },
  ])("leave the SMBIOS identity out with %j", (part) => {
    expect(kinds({ ...NOTEBOOK, ...part })).toEqual(["ek", "uuid", "pkid"])
  })

  it("leave out a TPM key of zeros and a product key id that is none", () => {
    expect(kinds({ ...NOTEBOOK, ekModulus: new Uint8Array(256), productKeyId: "0000000000000" })).toEqual([
      "uuid",
      "smbios",
    ])
    expect(kinds({ ...NOTEBOOK, productKeyId: "none" })).toEqual(["ek", "uuid", "smbios"])
  })

  it("find the TPM's digest in the offline device id where the key itself is missing", () => {
    const { records } = buildReport(NOTEBOOK, BEFORE)
    const report = { records: records.filter(({ record }) => record !== "TpmEndorsementKey") }
    expect(Result.getOrThrow(summarise(report)).ekDigest).toBe(capture(NOTEBOOK).ekDigest)
  })

  it("are the same at every capture", () => {
    expect(identityKeys(capture(NOTEBOOK, AFTER))).toEqual(identityKeys(capture(NOTEBOOK, BEFORE)))
  })
})

describe("hardware that cannot be registered", () => {
  it.each([
    [{ ...NOTEBOOK, serialNumber: " " }, "serial number missing"],
    [{ ...NOTEBOOK, manufacturer: "" }, "manufacturer missing"],
    [{ ...bare, serialNumber: "To be filled by O.E.M." }, "no identity"],
  ])("is refused as 802", (machine, reason) => {
    expect(failure(machine)).toMatchObject({
      _tag: "UnusableHardware",
      reason,
      autopilot: "InvalidZtdHardwareHash",
    })
  })

  it("is not a machine whose only real value is one of the four", () => {
    expect(failure({ ...bare, serialNumber: "CTS-1" })).toBeUndefined()
    expect(failure({ ...bare, serialNumber: "None", ekModulus: ek("only") })).toBeUndefined()
  })
})

describe("the supporting keys of a machine", () => {
  it("are built-in LAN and WLAN addresses and disk serial numbers, without adapters that come and go", () => {
    const adapters = [
      ...NOTEBOOK.adapters,
      { ...lan("02-00-5E-00-42-03"), bus: "USB" },
      { mac: "02-00-5E-00-42-04", medium: "bluetooth" as const },
      lan("00-00-00-00-00-00"),
    ]
    const disks = [...NOTEBOOK.disks, { serialNumber: "0000_0000.", model: "X", capacityGB: 1 }]
    expect(supportingKeys(capture({ ...NOTEBOOK, adapters, disks }))).toEqual([
      { kind: "mac", value: "02-00-5E-00-42-01" },
      { kind: "mac", value: "02-00-5E-00-42-02" },
      { kind: "disk", value: "DISK_42." },
    ])
  })
})

describe("the summary of a hash", () => {
  const summary = Result.getOrThrow(
    Result.flatMap(decodeHash(hashText("anon-hp-x64-tool9")), ({ report }) => summarise(report)),
  )

  it("keeps what lists and matching need", () => {
    expect(summary).toEqual({
      fingerprint: createHash("sha256")
        .update(Buffer.from(hashText("anon-hp-x64-tool9"), "base64"))
        .digest("hex"),
      capturedAt: "2026-01-01T00:00:00.000Z",
      osBuild: "10.0.26200.7840",
      toolBuild: "10.0.26100.7705",
      toolVersion: 9,
      manufacturer: "HP",
      model: "HP EliteBook 840 G8 Notebook PC",
      serialNumber: "8GA9536EF9",
      sku: "479G1UC#ABA",
      family: "103C_5336AN HP EliteBook",
      uuid: "b15869f3-6093-4f4e-8c2a-ca630f0508ae",
      ekDigest: "c3d4d9b62ea25bf6b82a8be37f19e41c93939115e4f21ce58ab0679b5148a0a0",
      tpmVersion: "TPM-Version:2.0 -Level:0-Revision:1.38-VendorID:'IFX '-Firmware:458837.1166080",
      productKeyId: "1912351072284",
      adapters: [
        { mac: "72-22-AE-B5-C7-86", medium: 10, bus: "BTH" },
        { mac: "36-21-F1-B3-B5-C2", medium: 9, bus: "PCI" },
      ],
      systemDisk: { serialNumber: "5955_0154_9349_9073_06D9_3B7H_21C8_G3DA.", model: "JYS512G3000XXG3" },
      disks: [
        {
          serialNumber: "5955_0154_9349_9073_06D9_3B7H_21C8_G3DA.",
          model: "JYS512G3000XXG3",
          capacityGB: 512,
        },
      ],
      memoryGiB: 16,
      processor: "11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz",
      videoAdapters: ["Intel Corporation|Intel(R) Iris(R) Xe Graphics"],
    })
  })

  it("survives being stored as JSON", () => {
    const stored = JSON.parse(JSON.stringify(Schema.encodeUnknownSync(HardwareSummary)(summary)))
    expect(Schema.decodeUnknownSync(HardwareSummary)(stored)).toEqual(summary)
  })

  it("never carries the hash or the TPM's key", () => {
    expect(JSON.stringify(summary)).not.toContain("e38191d9e64abcc8")
    expect(JSON.stringify(summary).length).toBeLessThan(2000)
  })

  it("has a short fingerprint for people", () => {
    expect(shortFingerprint("6d732ca744f354d2865706c4")).toBe("6d73-2ca7-44f3")
  })
})

describe("a hash captured anew", () => {
  it("has other bytes and the same machine in it", () => {
    const report = Result.getOrThrow(decodeHash(hashText("contoso-minimal"))).report
    const again = recapture(report, AFTER)
    expect(Result.getOrThrow(encodeHash(again))).not.toBe(hashText("contoso-minimal"))
    const [before, after] = [report, again].map((one) => Result.getOrThrow(summarise(one)))
    expect(identityKeys(after!)).toEqual(identityKeys(before!))
    expect(after).toMatchObject({
      osBuild: AFTER.osBuild,
      capturedAt: "2026-11-20T08:15:00.000Z",
      toolVersion: 8,
    })
  })
})

describe("the table of placeholders", () => {
  it("gives a reason for each and takes no ordinary value for one", () => {
    expect(PLACEHOLDERS.every(({ reason }) => reason.length > 3)).toBe(true)
    for (const value of [
      "HP",
      "Dell Inc.",
      "LENOVO",
      "VMware20,1",
      "5CD1234XYZ",
      "PF-0ABCDE",
      "1",
      "20XW004FGE",
    ])
      expect(placeholderReason("text", value), value).toBeUndefined()
    for (const value of ["5CD1234XYZ", "PF-0ABCDE", "0000001", "1234567", "VMware-56 4d 1c 22"])
      expect(placeholderReason("serial", value), value).toBeUndefined()
  })
})
