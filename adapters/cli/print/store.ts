import type { BackupResult, CheckFinding, CopyResult, StoreCheck, StoreInfo } from "#adapters/upkeep"
import { count, countOf, size } from "./count.ts"
import type { Field } from "./fields.ts"
import { moment } from "./moment.ts"
import type { Column } from "./table.ts"

const counted = (number: number | null): string | null => (number === null ? null : count(number))

/** What a store holds, for people. */
export const infoFields = (store: string, info: StoreInfo): ReadonlyArray<Field> => [
  ["Store", store],
  ["Identity", info.identity],
  ["Last position", info.position === "" ? "- (empty)" : info.position],
  ["Events", counted(info.events)],
  ["Streams", counted(info.streams)],
  [
    "Events by category",
    Object.entries(info.categories ?? {}).map(([category, events]) => `${category} ${count(events)}`),
  ],
  ["Since", info.since === null ? null : moment(info.since)],
  [
    "People",
    info.people === null ? null : `${count(info.people)}, of whom ${count(info.erased ?? 0)} were erased`,
  ],
  ["Files", info.files.map(({ bytes, path, what }) => `${what}: ${path} (${size(bytes)})`)],
]

/** What a check looked at, for people. */
export const checkText = ({ devices, events, findings, further, streams }: StoreCheck): string => {
  const looked =
    events === null
      ? "The log was not read."
      : `Checked ${countOf(events, "event")} in ${countOf(streams ?? 0, "stream")} and the histories of ${countOf(devices ?? 0, "device")}.`
  const more = further === 0 ? "" : ` ${count(further)} further ones are not listed.`
  return findings.length === 0
    ? `${looked} The store is sound.`
    : `${looked} ${countOf(findings.length, "finding")}.${more}`
}

/** What a check found, for people. */
export const findingColumns: ReadonlyArray<Column<CheckFinding>> = [
  { title: "Finding", text: ({ code }) => code, narrow: "whole", paint: (_, style) => style.bad },
  { title: "What", text: ({ what }) => what, narrow: "wrap" },
  { title: "Where", text: ({ where }) => where, narrow: "wrap" },
  { title: "To do", text: ({ remedy }) => remedy, narrow: "wrap" },
]

/** What a backup came to, for people. */
export const backupFields = ({ bytes, events, keys, log }: BackupResult): ReadonlyArray<Field> => [
  ["Log", `${log} (${countOf(events, "event")})`],
  ["Keys", keys],
  ["Together", size(bytes)],
]

/** What a copy came to, for people. */
export const copyFields = (
  { copied, digest, events, found }: CopyResult,
  people: number,
): ReadonlyArray<Field> => [
  ["Events", `${count(events)} (${count(copied)} copied now, ${count(found)} were there)`],
  ["Keys", `of ${countOf(people, "person", "people")}`],
  ["Digest", `${digest} (the same in both stores)`],
]
