import { Result } from "effect"
import { type DeviceCommand, decide } from "#domain/device"
import { Timestamp } from "#domain/kernel"
import { type ProfileCatalogue, scenarioOf } from "#domain/profile"
import { type DeviceProcess, initialProcess, type Steps, takeAll } from "#workflows/engine"
import { deploymentOf, type GivenDevice, registrationOf } from "./given-device.ts"
import { type Declined, declined } from "./perform.ts"
import { REFS, type Stage } from "./stage.ts"

/** When everything on a stage begins. */
export const START = Timestamp.make("2026-01-01T00:00:00.000Z")

const ordered = (
  stage: Stage,
  process: DeviceProcess,
  command: DeviceCommand,
): Result.Result<Steps, Declined> => {
  const decided = decide(process.device, command, { profile: null, holds: () => true })
  const taken = Result.flatMap(decided, (facts) => takeAll(process, facts, START, stage.machines))
  return Result.mapError(taken, declined)
}

const catalogue = ({ draft }: Stage): ProfileCatalogue => ({
  generation: 1,
  groups: [],
  profiles:
    draft.settings === null
      ? []
      : [{ ref: REFS.attempt, assign: { ...draft.settings.assign, allDevices: true, where: null }, rank: 1 }],
})

/**
 * The device that tries something out, at the beginning: for a profile registered, assigned to it and asking for it;
 * for a lifecycle not known yet.
 *
 * @returns the device, with the marks of the transitions that the beginning took; or why no device can begin
 */
export const begin = (stage: Stage, given: GivenDevice): Result.Result<Steps, Declined> =>
  Result.gen(function* () {
    if (stage.kind === "lifecycle") return { process: initialProcess, facts: [], emissions: [] }
    const registered = yield* ordered(stage, initialProcess, registrationOf(given, REFS.lifecycle))
    const assigned = yield* ordered(stage, registered.process, {
      type: "AssignProfile",
      catalogue: catalogue(stage),
    })
    const scenario = scenarioOf(stage.draft.settings, given.begunBy ?? "user")
    return yield* ordered(stage, assigned.process, deploymentOf(REFS.attempt, scenario))
  })
