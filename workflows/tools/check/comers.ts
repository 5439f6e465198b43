import { scenarioOf } from "#domain/profile"
import { GivenDevice } from "../rehearsal/given-device.ts"
import type { Assumptions, Stage } from "../rehearsal/stage.ts"
import type { Conditions } from "./conditions.ts"
import type { Comer } from "./graph.ts"
import { textsFor } from "./values.ts"

/** More kinds of devices than this are not tried one by one; some are, so that what they show is told. */
const MOST_COMERS = 96
const SOME_COMERS = 4

const USUAL: { readonly [field: string]: string } = {
  manufacturer: "Contoso",
  model: "Contoso Book 1",
  serialNumber: "CTS-0000042",
  systemFamily: "Contoso Book",
  skuNumber: "CB1",
}

/** Every device has these. */
const NEVER_EMPTY: ReadonlyArray<string> = ["manufacturer", "serialNumber"]

const devices = ({ compared }: Conditions): ReadonlyArray<GivenDevice> => {
  const fields = Object.keys(GivenDevice.fields).filter((field) => compared.has(`device.${field}`))
  return fields.reduce<ReadonlyArray<GivenDevice>>(
    (all, field) => {
      const texts = textsFor(compared.get(`device.${field}`) ?? [], USUAL[field] ?? "")
      const possible = texts.filter((text) => text !== "" || !NEVER_EMPTY.includes(field))
      return all.flatMap((device) => possible.map((text) => ({ ...device, [field]: text })))
    },
    [{}],
  )
}

const assumptions = ({ open }: Conditions): ReadonlyArray<Assumptions> =>
  open
    .filter(({ ofDevice }) => ofDevice)
    .reduce<ReadonlyArray<Assumptions>>(
      (all, { text }) =>
        all.flatMap((one) => [
          { ...one, [text]: true },
          { ...one, [text]: false },
        ]),
      [{}],
    )

/** Who may begin, where that makes a difference. */
const beginners = ({ draft, kind }: Stage): ReadonlyArray<Pick<GivenDevice, "begunBy">> => {
  const byUser = scenarioOf(draft.settings, "user")
  const differs = kind === "attempt" && scenarioOf(draft.settings, "technician") !== byUser
  return differs ? [{}, { begunBy: "technician" }] : [{}]
}

/**
 * Every kind of device that may come, as far as the conditions of a workflow tell devices apart, begun by a user and by
 * a technician.
 *
 * @returns `complete` is false where there are more kinds than can be tried
 */
export const comersTo = (
  stage: Stage,
  conditions: Conditions,
): { readonly comers: ReadonlyArray<Comer>; readonly complete: boolean } => {
  const all = devices(conditions).flatMap((device) =>
    assumptions(conditions).flatMap((assume) =>
      beginners(stage).map((who) => ({ device: { ...device, ...who }, assume })),
    ),
  )
  const complete = all.length <= MOST_COMERS
  const tried = complete ? all : all.slice(0, SOME_COMERS)
  return { comers: tried.map((comer, id) => ({ id, ...comer })), complete }
}
