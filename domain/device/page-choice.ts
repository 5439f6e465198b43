import { Result } from "effect"
import { choosePage, type PageCatalogue, statusOf } from "#domain/profile"
import { deviceFacts } from "./assignment.ts"
import type { Decision, DecisionContext } from "./decision.ts"
import type { DeviceFact } from "./events.ts"
import type { AttemptState, DeviceState } from "./state.ts"

/** What the Enrollment Status Page of an attempt is chosen from. */
export interface PageOffer {
  readonly catalogue: PageCatalogue
  /** The groups of whoever signed in, by their ids; null where nobody did. */
  readonly userGroups: ReadonlyArray<string> | null
}

/** What rules see of a device; one without registration has its hardware, and nothing that a tenant gave it. */
const factsOf = ({ registration, unregistered }: DeviceState) => {
  if (registration !== null) return deviceFacts(registration)
  const given = { groupTag: null, orderId: null, purchaseOrder: null, name: null, assignedUser: null }
  return unregistered === null
    ? undefined
    : deviceFacts({ ...given, groups: [], hardware: unregistered.hardware })
}

const chosen = (
  state: DeviceState,
  attempt: AttemptState,
  { catalogue, userGroups }: PageOffer,
  { holds, profile }: DecisionContext,
): ReadonlyArray<DeviceFact> => {
  const device = factsOf(state)
  // An attempt keeps the page that it began with; without any page there is nothing to choose.
  if (device === undefined || attempt.page !== null || catalogue.pages.length === 0) return []
  const { name, version } = attempt.profile
  const hasOwnPage = profile?.hasOwnPage ?? true
  const viewer = {
    device,
    scenario: attempt.scenario,
    userGroups,
    profile: { name, version, hasOwnPage },
  }
  // Rules of membership are about registered devices.
  const groups =
    state.registration === null ? catalogue.groups.filter(({ rule }) => rule === null) : catalogue.groups
  const choice = choosePage({ ...catalogue, groups }, viewer, holds)
  return [
    {
      type: "EspPageChosen",
      data: {
        attempt: attempt.number,
        page: choice.page?.ref ?? null,
        status: statusOf(choice),
        candidates: choice.candidates,
        catalogue: catalogue.generation,
      },
    },
  ]
}

/**
 * Chooses the page of an attempt when its device enrols, before anything of it is shown: Intune sets the page at enrolment.
 *
 * @param enrolment what the enrolment comes to; a refused one shows no page
 */
export const withPageChoice = (
  enrolment: Decision,
  state: DeviceState,
  attempt: AttemptState,
  { context, offer }: { readonly context: DecisionContext; readonly offer: PageOffer | undefined },
): Decision =>
  Result.map(enrolment, (facts) =>
    offer !== undefined && facts.some(({ type }) => type === "DeviceEnrolled")
      ? [...chosen(state, attempt, offer, context), ...facts]
      : facts,
  )
