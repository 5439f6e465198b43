import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { decodeFact } from "#domain/catalogue"
import { streamName } from "#domain/kernel"
import {
  changeDeviceGroup,
  changeGroupTag,
  changeUserGroup,
  createGroup,
  deregister,
  publishProfile,
  type ReadFact,
  readFacts,
} from "#workflows/commands"
import { EventStore, type Position } from "#workflows/ports"
import { assignment } from "#workflows/processes"
import { callerIn, contoso, discovered, registered, upToEnrolment } from "../../support/contoso.ts"
import { NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"
import { serviceWorld } from "../../support/service-world.ts"

const profile = (assign: string, name = "kiosk") => ({
  file: `${name}.yaml`,
  text: `dsl: 1\nkind: DeploymentProfile\nname: ${name}\nextends: user-driven\nassign: ${assign}\n`,
})

const kiosks = { name: "kiosks", description: "", id: null, membershipRule: null }
const BY_TAG = '(device.devicePhysicalIds -any (_ -eq "[OrderID]:lab"))'

/** What follows from everything since a position. */
const followed = Effect.fnUntraced(function* (since: Position) {
  const { categories, handles, react } = assignment
  const events = yield* Stream.runCollect((yield* EventStore).readAll(since, { categories }))
  const batch: Array<ReadFact> = []
  for (const event of events)
    if (handles.some((type) => type === event.type))
      batch.push({
        event,
        fact: yield* Effect.fromResult(decodeFact(event.type, event.metadata.version, event.payload.data)),
      })
  yield* react(batch)
})

/** A command, and then what follows from it. */
const andWhatFollows = <A, E, R>(command: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = yield* (yield* EventStore).head
    yield* command
    yield* followed(before)
  })

const decisions = (deviceId: string) =>
  Effect.map(readFacts(streamName("device", deviceId)), (facts) =>
    facts.flatMap(({ fact }) =>
      fact.type === "ProfileAssigned"
        ? [[fact.data.profile.name, fact.data.candidates.find(({ won }) => won)?.rule]]
        : [],
    ),
  )

describe("a group", () => {
  it.effect("gives its devices the profile that names it, those only, and takes it back", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const one = yield* registered(callerIn(tenantId), NOTEBOOK)
      const other = yield* registered(callerIn(tenantId), NEIGHBOUR)
      yield* andWhatFollows(
        Effect.all([
          publishProfile(profile("{ groups: [kiosks] }"), callerIn(tenantId)),
          createGroup(kiosks, callerIn(tenantId)),
        ]),
      )
      const inOut = { group: "kiosks", deviceId: one }
      yield* andWhatFollows(changeDeviceGroup({ type: "AddToGroup", ...inOut }, callerIn(tenantId)))
      yield* andWhatFollows(changeDeviceGroup({ type: "RemoveFromGroup", ...inOut }, callerIn(tenantId)))
      assert.deepStrictEqual(yield* decisions(one), [
        ["default", "the default for all devices"],
        ["kiosk", 'group "kiosks"'],
        ["default", "the default for all devices"],
      ])
      assert.deepStrictEqual(yield* decisions(other), [["default", "the default for all devices"]])
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("that is excluded keeps its devices from a profile, and the explanation says so", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK, "sales")
      yield* createGroup(kiosks, callerIn(tenantId))
      yield* changeDeviceGroup({ type: "AddToGroup", group: "kiosks", deviceId }, callerIn(tenantId))
      yield* andWhatFollows(
        publishProfile(profile("{ groupTags: [sales], excludeGroups: [kiosks] }"), callerIn(tenantId)),
      )
      const [decided] = (yield* readFacts(streamName("device", deviceId))).flatMap(({ fact }) =>
        fact.type === "ProfileAssigned" ? [fact.data.candidates[0]] : [],
      )
      assert.deepInclude(decided, {
        name: "kiosk",
        rule: 'group tag "sales"',
        won: false,
        why: 'the group "kiosks" is excluded',
      })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("with a rule has the devices that the rule is about, and nobody is added by hand", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* publishProfile(profile("{ groups: [lab] }"), callerIn(tenantId))
      const ruled = { ...kiosks, name: "lab", membershipRule: BY_TAG }
      yield* andWhatFollows(createGroup(ruled, callerIn(tenantId)))
      yield* andWhatFollows(changeGroupTag(deviceId, "lab", callerIn(tenantId)))
      assert.deepStrictEqual(yield* decisions(deviceId), [
        ["default", "the default for all devices"],
        ["kiosk", 'group "lab"'],
      ])
      const added = yield* Effect.flip(
        changeDeviceGroup({ type: "AddToGroup", group: "lab", deviceId }, callerIn(tenantId)),
      )
      assert.deepInclude(added, { code: "group-has-rule" })
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("is found by its id, too, and one that is not there is told with what was meant", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const id = "7d1b2a60-1f0e-4b6e-9c55-000000000001"
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* createGroup({ ...kiosks, id }, callerIn(tenantId))
      yield* andWhatFollows(publishProfile(profile(`{ groups: [${id}] }`), callerIn(tenantId)))
      yield* andWhatFollows(
        changeDeviceGroup({ type: "AddToGroup", group: "kiosks", deviceId }, callerIn(tenantId)),
      )
      assert.deepStrictEqual((yield* decisions(deviceId)).at(-1), ["kiosk", 'group "kiosks"'])
      const unknown = yield* Effect.flip(
        changeDeviceGroup({ type: "AddToGroup", group: "kiosk", deviceId }, callerIn(tenantId)),
      )
      assert.include(unknown.message, 'There is no group "kiosk" in this tenant. Did you mean "kiosks"?')
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("loses a device that is deregistered", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      yield* createGroup(kiosks, callerIn(tenantId))
      yield* changeDeviceGroup({ type: "AddToGroup", group: "kiosks", deviceId }, callerIn(tenantId))
      yield* deregister(deviceId, "sold", callerIn(tenantId))
      yield* registered(callerIn(tenantId), NOTEBOOK)
      const again = { type: "AddToGroup", group: "kiosks", deviceId } as const
      assert.lengthOf((yield* changeDeviceGroup(again, callerIn(tenantId))).facts, 1)
    }).pipe(Effect.provide(serviceWorld)),
  )

  it.effect("of people decides the page of whoever signs in, after the pages of the device", () =>
    Effect.gen(function* () {
      const tenantId = yield* contoso
      yield* createGroup({ ...kiosks, name: "sales-people" }, callerIn(tenantId))
      const ann = { type: "AddToGroup", group: "sales-people", upn: "ann@contoso.com" } as const
      yield* changeUserGroup(ann, callerIn(tenantId))
      const page = `dsl: 1\nkind: EnrollmentStatusPage\nname: people\npriority: 1\nassign: { userGroups: [sales-people] }\nenrollmentStatus: { timeout: 2h }\n`
      yield* publishProfile({ file: "people.yaml", text: page }, callerIn(tenantId))
      const deviceId = yield* registered(callerIn(tenantId), NOTEBOOK)
      const { report } = yield* discovered()
      for (const one of upToEnrolment()) yield* report(one)
      const chosen = (yield* readFacts(streamName("device", deviceId))).flatMap(({ fact }) =>
        fact.type === "EspPageChosen" ? [fact.data] : [],
      )
      assert.deepStrictEqual(
        chosen.map(({ candidates, page: won }) => [won?.name, candidates[0]?.rule]),
        [["people", 'group of the user "sales-people"']],
      )
    }).pipe(Effect.provide(serviceWorld)),
  )
})
