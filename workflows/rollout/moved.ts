import { Refusal } from "#domain/kernel"
import type { DeviceChange, Plan, ProfileChange, StrandedDevice } from "./plan-file.ts"

const called = (version: DeviceChange["to"]): string =>
  version === null ? "no profile" : `${version.name} v${version.version}`

const DIGITS = 12

const profileLine = ({ contents, document, from, kind, name }: ProfileChange): string => {
  const comesTo = contents === null ? "" : `, with the contents ${contents.slice(0, DIGITS)}`
  return `the ${document === "DeploymentProfile" ? "profile" : "page"} "${name}" is ${kind} after version ${from}${comesTo}`
}

const deviceLine = ({ from, serialNumber, to }: DeviceChange): string =>
  `the device "${serialNumber}" goes from ${called(from)} to ${called(to)}`

const pageCalled = (version: DeviceChange["to"]): string =>
  version === null ? "the page of its profile" : `the page ${called(version)}`

const pageLine = ({ from, serialNumber, to }: DeviceChange): string =>
  `the device "${serialNumber}" goes from ${pageCalled(from)} to ${pageCalled(to)}`

const strandedLine = ({ code, profile, serialNumber }: StrandedDevice): string =>
  `the device "${serialNumber}" would strand with ${called(profile)} (${code})`

const differences = (before: ReadonlyArray<string>, now: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [planned, present] = [new Set(before), new Set(now)]
  return [
    ...before.filter((line) => !present.has(line)).map((line) => `no longer true: ${line}`),
    ...now.filter((line) => !planned.has(line)).map((line) => `new: ${line}`),
  ]
}

/** Where the devices of a plan would end, for those of them that are not there yet. */
const endings = ({ devices }: Plan, ids: ReadonlySet<string>): ReadonlyArray<string> =>
  devices
    .filter(({ deviceId }) => ids.has(deviceId))
    .map(({ serialNumber, to }) => `the device "${serialNumber}" comes to ${called(to)}`)

const idsOf = ({ devices }: Plan): ReadonlySet<string> => new Set(devices.map(({ deviceId }) => deviceId))

/**
 * What has moved since a plan was made, in lines; none where it would still do what it says.
 *
 * @param now the plan as it would be made now, for what is left of it
 * @param isBegun it was carried out in part: then devices are on their way, and only where they end counts
 */
export const movedSince = (planned: Plan, now: Plan, { isBegun }: { readonly isBegun: boolean }) => {
  const left = new Set(now.profiles.map(({ name }) => name))
  const profiles = differences(
    planned.profiles.filter(({ name }) => left.has(name)).map(profileLine),
    now.profiles.map(profileLine),
  )
  if (!isBegun)
    return [
      ...profiles,
      ...differences(planned.devices.map(deviceLine), now.devices.map(deviceLine)),
      ...differences(planned.pages.map(pageLine), now.pages.map(pageLine)),
      ...differences(planned.stranded.map(strandedLine), now.stranded.map(strandedLine)),
    ]
  const shared = new Set([...idsOf(planned)].filter((id) => idsOf(now).has(id)))
  return [...profiles, ...differences(endings(planned, shared), endings(now, shared))]
}

const NAMED = 5

/** The store is not as it was when a plan was made. */
export const planOutdated = (changes: ReadonlyArray<string>) =>
  new Refusal({
    kind: "conflict",
    code: "plan-outdated",
    what: `The store has moved since this plan was made: ${changes.slice(0, NAMED).join("; ")}${
      changes.length > NAMED ? `; and ${changes.length - NAMED} more` : ""
    }.`,
    remedy: "Make the plan again and look at what it says now.",
  })

/** A plan was made for another tenant than the one it is to be carried out in. */
export const otherTenant = () =>
  new Refusal({
    kind: "unprocessable",
    code: "plan-of-another-tenant",
    what: "This plan was made for another tenant.",
    remedy: "Name the tenant that it was made for, or make a plan for this one.",
  })
