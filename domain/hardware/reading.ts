import type { HardwareRecord } from "./records/record.ts"
import type { Text } from "./records/text.ts"
import type { HardwareReport } from "./report.ts"

type RecordName = HardwareRecord["record"]
type RecordOf<Name extends RecordName> = Extract<HardwareRecord, { readonly record: Name }>

/** Looks records of a report up by name. */
export const readingOf = ({ records }: HardwareReport) => {
  const byName = Map.groupBy(records, ({ record }) => record)
  const all = <Name extends Exclude<RecordName, Text["record"]>>(name: Name): ReadonlyArray<RecordOf<Name>> =>
    (byName.get(name) ?? []).filter((record): record is RecordOf<Name> => record.record === name)
  const texts = (name: Text["record"]): ReadonlyArray<string> =>
    (byName.get(name) ?? []).flatMap((record) => ("text" in record ? [record.text] : []))
  return {
    all,
    first: <Name extends Exclude<RecordName, Text["record"]>>(name: Name): RecordOf<Name> | undefined =>
      all(name)[0],
    texts,
    /** The first text of that name without blanks around it, or null where it is missing or blank. */
    text: (name: Text["record"]): string | null => texts(name)[0]?.replaceAll("\0", " ").trim() || null,
  }
}
export type Reading = ReturnType<typeof readingOf>
