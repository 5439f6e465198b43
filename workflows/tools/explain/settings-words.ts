import type { Assignment, EnrollmentStatus, PageSettings, ProfileSettings } from "#domain/profile"
import { writtenDuration } from "../rehearsal/duration.ts"
import { conditionWords } from "./condition-words.ts"
import { listed, quoted } from "./listed.ts"
import { phaseWords } from "./phase-words.ts"

/** The lists by which devices are chosen, each in words. */
const chosenBy = ({ groupTags, groups, orderIds, purchaseOrders }: Assignment): ReadonlyArray<string> => [
  ...(groupTags.length === 0 ? [] : [`the group tag ${quoted(groupTags)}`]),
  ...(orderIds.length === 0 ? [] : [`the order ${quoted(orderIds)}`]),
  ...(purchaseOrders.length === 0 ? [] : [`the purchase order ${quoted(purchaseOrders)}`]),
  ...(groups.length === 0 ? [] : [`a place in the group ${quoted(groups)}`]),
]

const conditionOf = ({ where }: Assignment): string =>
  where === null ? "" : ` where ${conditionWords(where)}`

const devicesBy = (assign: Assignment): string => {
  const { excludeGroups } = assign
  const except = excludeGroups.length === 0 ? "" : `, but none in the group ${quoted(excludeGroups)}`
  return `Devices with ${listed(chosenBy(assign))}${conditionOf(assign)}${except}.`
}

/** Who gets the profile. */
export const whoGetsIt = ({ assign, device }: ProfileSettings): ReadonlyArray<string> => {
  const isChosen = chosenBy(assign).length > 0
  const who = assign.allDevices
    ? `Every device${conditionOf(assign)} that no other profile takes: this is the default.`
    : isChosen
      ? devicesBy(assign)
      : "No device by itself: the file says nothing under assign. Others build on it."
  return [
    who,
    ...(assign.allDevices || !isChosen
      ? []
      : ["Where several profiles apply to a device, the one that was published first wins."]),
    ...(device.convertTargeted
      ? [
          "Corporate devices that are enrolled and chosen so, but not registered yet, are registered by themselves.",
        ]
      : []),
  ]
}

const PAGES = {
  eula: "the licence terms",
  privacy: "the privacy settings",
  keyboard: "the keyboard layout",
  "change-account": "the way to use another account",
} as const

/** What becomes of the device, and what its user sees on the way. */
export const whatBecomesOfIt = ({ device, oobe }: ProfileSettings): ReadonlyArray<string> => [
  device.join === "entra"
    ? "It joins Microsoft Entra ID."
    : `It joins the organisation's own domain, and Microsoft Entra ID with it${
        device.skipDomainControllerCheck ? "; no domain controller has to be reached during setup" : ""
      }.`,
  oobe.mode === "self-deploying"
    ? "Nobody signs in: the device proves by its TPM 2.0 what it is."
    : `The person who will use it signs in, and is ${oobe.userType === "standard" ? "a standard user" : "an administrator"} of it.`,
  ...(device.nameTemplate === null ? [] : [`It is named after the pattern "${device.nameTemplate}".`]),
  ...(device.namePrefix === null
    ? []
    : [`Its name in the domain begins with "${device.namePrefix}", and digits fill it up.`]),
  ...(oobe.locale === "os-default" ? [] : [`Setup speaks ${oobe.locale}.`]),
  ...(oobe.hide.length === 0
    ? []
    : [
        `Left out are ${listed(
          oobe.hide.map((page) => PAGES[page]),
          "and",
        )}.`,
      ]),
  oobe.preProvisioning === "allowed"
    ? "A technician may prepare it beforehand."
    : "A technician may not prepare it beforehand.",
]

const BUTTONS = ({ onFailure }: EnrollmentStatus): ReadonlyArray<string> => [
  ...(onFailure.retryLimit === null || onFailure.retryLimit === 0
    ? []
    : [`try again (at most ${onFailure.retryLimit} times)`]),
  ...(onFailure.reset ? ["reset the device"] : []),
  ...(onFailure.continueAnyway ? ["continue anyway"] : []),
  ...(onFailure.collectLogs ? ["collect logs"] : []),
]

/** Who sees an Enrollment Status Page that stands for itself. */
export const whoSeesIt = ({ assign, priority }: PageSettings): ReadonlyArray<string> => [
  ...(assign.allDevices ? ["Every device that no other page is for: this is the default."] : []),
  ...(chosenBy(assign).length === 0 ? [] : [devicesBy(assign)]),
  ...(assign.userGroups.length === 0
    ? []
    : [`People in the group ${quoted(assign.userGroups)}; a page of their device goes before it.`]),
  ...(priority === null
    ? []
    : [`Of several pages the one with the lowest number is shown; this one has ${priority}.`]),
]

/** What the Enrollment Status Page does. */
export const pageWords = ({
  enrollmentStatus: page,
}: Pick<ProfileSettings, "enrollmentStatus">): ReadonlyArray<string> => {
  if (!page.show) return ["It is not shown: nothing is waited for."]
  const buttons = BUTTONS(page)
  return [
    `Each phase may take ${writtenDuration(page.timeoutMillis)}, if its state says nothing else.`,
    page.blockUse
      ? "Until it is through, the device cannot be used."
      : "The device can be used before it is through.",
    ...phaseWords(page),
    buttons.length === 0
      ? "When something fails, nobody can choose anything."
      : `When something fails, one may ${listed(buttons)}.`,
    `It then says: "${page.message}"`,
  ]
}
