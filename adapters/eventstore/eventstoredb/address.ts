import { Redacted, Result } from "effect"

/** Where an EventStoreDB is, read from a connection string. */
export interface EventStoreDbAddress {
  /** As it was given, password included: for the client only. */
  readonly connectionString: Redacted.Redacted<string>
  /** Without user and password, for people. */
  readonly shown: string
}

const FORM = /^(esdb(?:\+discover)?:\/\/)(?:([^@/?]*)@)?([^/?]+)\/*(?:\?(.*))?$/s
const HOST = /^(?:[\w.-]+)(?::\d{1,5})?$/

/** What the client knows; it takes them in any case. */
const OPTIONS = [
  "tls",
  "tlsCAFile",
  "userCertFile",
  "userKeyFile",
  "nodePreference",
  "connectionName",
  "defaultDeadline",
  "discoveryInterval",
  "gossipTimeout",
  "maxDiscoverAttempts",
  "keepAliveInterval",
  "keepAliveTimeout",
]
const KNOWN = new Map(OPTIONS.map((option) => [option.toLowerCase(), option]))

const REFUSED: { readonly [option: string]: string } = {
  tlsverifycert:
    'The client cannot leave out the check of certificates: instead of "tlsVerifyCert", give the authority\'s certificate as tlsCAFile=PATH.',
  throwonappendfailure: 'Flightlog has to be told of conflicts: leave "throwOnAppendFailure" out.',
}

const USER_AND_PASSWORD =
  "Before the @ it needs user:password; write what is special of them as %3A (colon), %40 (@), %2F (slash) or %3F (question mark)."

const flawOfUser = (user: string | undefined): string | undefined =>
  user === undefined || /^[^:]+:[^:]+$/.test(user) ? undefined : USER_AND_PASSWORD

const flawOfHost = (host: string): string | undefined =>
  HOST.test(host) ? undefined : `"${host}" is no host:port, such as node1.example.com:2113.`

/** The client asks the first of several hosts only, and finds nobody when that one is gone. */
const flawOfDiscovery = (scheme: string, hosts: ReadonlyArray<string>): string | undefined =>
  scheme.includes("discover") && hosts.length > 1
    ? "esdb+discover:// asks one host, usually a DNS name of all members; write esdb:// to list the members themselves."
    : undefined

const flawOfOption = (option: string): string | undefined => {
  const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(option) ?? []
  const refused = REFUSED[name.toLowerCase()]
  if (refused !== undefined) return refused
  if (name === "" || value === "") return `"${option}" is no option: write name=value.`
  return KNOWN.has(name.toLowerCase())
    ? undefined
    : `"${name}" is no option of it; it knows ${OPTIONS.join(", ")}.`
}

const firstFlaw = (
  parts: ReadonlyArray<string>,
  flawOf: (part: string) => string | undefined,
): string | undefined => parts.map(flawOf).find((flaw) => flaw !== undefined)

/**
 * Reads an EventStoreDB connection string; what is wrong with one is told without its password.
 *
 * @example readAddress("esdb://admin:changeit@node1.example.com:2113,node2.example.com:2113?tlsCAFile=ca.crt")
 * @example readAddress("esdb+discover://cluster.example.com:2113?nodePreference=follower")
 */
export const readAddress = (text: string): Result.Result<EventStoreDbAddress, string> => {
  const [, scheme = "", user, hosts, options] = FORM.exec(text.trim()) ?? []
  // Where an @ did not end a user, what looks like a host may be part of a password.
  const mayTell = user !== undefined || !text.includes("@")
  if (hosts === undefined)
    return Result.fail(
      "Write esdb://HOST:PORT or esdb+discover://HOST:PORT, and options after a question mark.",
    )
  const optionList = options === undefined ? [] : options.split("&")
  const hostList = hosts.split(",")
  const flaw =
    flawOfUser(user) ??
    firstFlaw(hostList, flawOfHost) ??
    flawOfDiscovery(scheme, hostList) ??
    firstFlaw(optionList, flawOfOption)
  if (flaw !== undefined) return Result.fail(mayTell ? flaw : USER_AND_PASSWORD)
  return Result.succeed({
    connectionString: Redacted.make(text.trim()),
    shown: `${scheme}${hosts}${options === undefined ? "" : `?${options}`}`,
  })
}

/** The same store, reached through its leader: for commands, which have to read what was written last. */
export const leaderOf = ({ connectionString, shown }: EventStoreDbAddress): EventStoreDbAddress => ({
  connectionString: Redacted.make(
    Redacted.value(connectionString).replace(/([?&])nodePreference=[^&]*/i, "$1nodePreference=leader"),
  ),
  shown,
})
