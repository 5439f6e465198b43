import { Redacted, Result } from "effect"
import { describe, expect, it } from "vitest"
import { readAddress } from "#adapters/eventstore/eventstoredb"
import { leaderOf } from "../../../adapters/eventstore/eventstoredb/address.ts"

const flawOf = (text: string) => Result.getOrThrow(Result.flip(readAddress(text)))

describe("the address of an EventStoreDB", () => {
  const good = [
    "esdb://127.0.0.1:2113?tls=false",
    "esdb://node1.example.com",
    "esdb+discover://admin:changeit@cluster.example.com:2113?tlsCAFile=/etc/ca.crt&nodePreference=follower",
    "esdb://admin:pass%40word@node1:2113,node2:2113,node3:2113?tls=true&keepAliveInterval=10000",
    "esdb://localhost:2113/",
  ]
  for (const text of good)
    it(`is read and given to the client as it is: ${text}`, () => {
      expect(Redacted.value(Result.getOrThrow(readAddress(text)).connectionString)).toBe(text)
    })

  it("is shown without user and password, and never printed with them", () => {
    const address = Result.getOrThrow(readAddress("esdb://admin:s3cret@node1:2113?tls=false"))
    expect(address.shown).toBe("esdb://node1:2113?tls=false")
    expect(JSON.stringify(address)).not.toContain("s3cret")
    expect(String(address.connectionString)).not.toContain("s3cret")
  })

  it("leads commands to the leader, whatever node readers prefer", () => {
    const address = Result.getOrThrow(readAddress("esdb://a:1,b:2?tls=false&nodePreference=follower"))
    expect(Redacted.value(leaderOf(address).connectionString)).toBe(
      "esdb://a:1,b:2?tls=false&nodePreference=leader",
    )
  })

  const bad = [
    ["esdb://", "Write esdb://HOST:PORT or esdb+discover://HOST:PORT"],
    ["http://127.0.0.1:2113", "Write esdb://HOST:PORT"],
    ["esdb://admin@node1:2113", "Before the @ it needs user:password"],
    ["esdb://admin:a:s3cret@node1:2113", "Before the @ it needs user:password"],
    ["esdb://admin:s3cret@", "Before the @ it needs user:password"],
    ["esdb://admin:s3cret?x@node1:2113", "question mark"],
    ["esdb://admin:s3cret/x@node1:2113", "Write esdb://HOST:PORT"],
    ["esdb://node1:port", '"node1:port" is no host:port'],
    ["esdb://node1:2113,", '"" is no host:port'],
    ["esdb+discover://node1:2113,node2:2113", "esdb+discover:// asks one host"],
    ["esdb://node1?tls", '"tls" is no option: write name=value.'],
    ["esdb://node1?tsl=false", '"tsl" is no option of it; it knows tls, tlsCAFile'],
    ["esdb://node1?tlsVerifyCert=false", "give the authority's certificate as tlsCAFile=PATH"],
    ["esdb://node1?throwOnAppendFailure=false", 'leave "throwOnAppendFailure" out'],
  ] as const
  for (const [text, says] of bad)
    it(`is refused, with what is wrong: ${text}`, () => {
      expect(flawOf(text)).toContain(says)
      expect(flawOf(text)).not.toContain("s3cret")
    })
})
