import { Schema } from "effect"
import type { PageSettings } from "#domain/profile"
import {
  assignmentsOf,
  assignOf,
  foreignRules,
  foreignTargets,
  GraphAssignments,
} from "./graph-assignments.ts"
import { choicesOf } from "./import-profile.ts"
import { LooseFlag, LooseInt, maybe } from "./loose.ts"
import { type NotShared, unless } from "./not-shared.ts"
import { itemsNotShared, retriesNotShared, wholeMinutes } from "./shared-page.ts"
import { nameFor } from "./yaml-text.ts"

/** The type of an Enrollment Status Page. */
export const PAGE_TYPE = "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration"

/**
 * An Enrollment Status Page as Graph has it. Priority 0 is the default page, which all devices see.
 *
 * Source: Microsoft Graph beta, windows10EnrollmentCompletionPageConfiguration.
 */
export const GraphPage = Schema.Struct({
  "@odata.type": Schema.Literal(PAGE_TYPE),
  displayName: Schema.NonEmptyString,
  description: maybe(Schema.String),
  priority: maybe(LooseInt),
  roleScopeTagIds: maybe(Schema.Array(Schema.String)),
  showInstallationProgress: maybe(LooseFlag),
  blockDeviceSetupRetryByUser: maybe(LooseFlag),
  allowDeviceResetOnInstallFailure: maybe(LooseFlag),
  allowLogCollectionOnInstallFailure: maybe(LooseFlag),
  customErrorMessage: maybe(Schema.String),
  installProgressTimeoutInMinutes: maybe(LooseInt),
  allowDeviceUseOnInstallFailure: maybe(LooseFlag),
  selectedMobileAppIds: maybe(Schema.Array(Schema.String)),
  trackInstallProgressForAutopilotOnly: maybe(LooseFlag),
  disableUserStatusTrackingAfterFirstUser: maybe(LooseFlag),
  allowNonBlockingAppInstallation: maybe(LooseFlag),
  installQualityUpdates: maybe(LooseFlag),
  assignments: GraphAssignments,
})
type GraphPage = typeof GraphPage.Type

/** A page of Graph whose assignment stands elsewhere. */
const assignedPage = (graph: GraphPage) => {
  const isDefault = (graph.priority ?? 0) === 0
  const named = assignOf(graph.assignments ?? [])
  // A group of Graph may have devices and people: the page is for both.
  const users = named?.groups === undefined ? {} : { userGroups: named.groups }
  const assign = isDefault ? { allDevices: true } : named === undefined ? undefined : { ...named, ...users }
  return {
    ...(isDefault ? {} : { priority: graph.priority }),
    ...(assign === undefined ? {} : { assign }),
  }
}

const blockingApps = (apps: GraphPage["selectedMobileAppIds"]) =>
  apps?.length ? { apps: { blocking: apps } } : undefined

const statusOf = (graph: GraphPage) => {
  const setup = blockingApps(graph.selectedMobileAppIds)
  return {
    show: graph.showInstallationProgress === true,
    timeout: `${graph.installProgressTimeoutInMinutes || 60}m`,
    ...(graph.customErrorMessage ? { message: graph.customErrorMessage } : {}),
    onFailure: choicesOf({
      logs: graph.allowLogCollectionOnInstallFailure === true,
      retry: graph.blockDeviceSetupRetryByUser !== true,
      reset: graph.allowDeviceResetOnInstallFailure === true,
      continueAnyway: graph.allowDeviceUseOnInstallFailure === true,
    }),
    onlyOobe: graph.trackInstallProgressForAutopilotOnly === true,
    onlyFirstUser: graph.disableUserStatusTrackingAfterFirstUser === true,
    qualityUpdates: graph.installQualityUpdates === true,
    failOnlyBlocking: graph.allowNonBlockingAppInstallation === true,
    ...(setup === undefined ? {} : { deviceSetup: setup, accountSetup: setup }),
  }
}

/** The document of the profile language that a page of Graph comes to, and what of it does not go over. */
export const documentOfPage = (graph: GraphPage) => ({
  document: {
    dsl: 1,
    kind: "EnrollmentStatusPage",
    name: nameFor(graph.displayName),
    title: graph.displayName,
    ...(graph.description ? { description: graph.description } : {}),
    ...(graph.roleScopeTagIds?.length ? { scopeTags: graph.roleScopeTagIds } : {}),
    ...assignedPage(graph),
    enrollmentStatus: statusOf(graph),
  },
  notShared: foreignTargets(graph.assignments ?? []),
})

/** The apps that either phase waits for: Graph has one list for both. */
const selectedApps = ({ accountSetup, deviceSetup }: PageSettings["enrollmentStatus"]) => {
  const lists = [deviceSetup.blockingApps, accountSetup.blockingApps]
  return lists.includes("all") ? [] : [...new Set(lists.flat())]
}

/** The phases that wait for other apps than Graph's one list says. */
const appsOfOnePhase = (page: PageSettings["enrollmentStatus"]): ReadonlyArray<NotShared> => {
  const selected = selectedApps(page)
  const isAll = selected.length === 0
  return (["deviceSetup", "accountSetup"] as const).flatMap((phase) => {
    const apps = page[phase].blockingApps
    return unless(JSON.stringify(apps) === JSON.stringify(isAll ? "all" : selected), {
      property: `enrollmentStatus.${phase}.apps.blocking`,
      value: apps,
      why: `Graph has one list for both phases: it has ${isAll ? "every app" : "the apps of both"}.`,
    })
  })
}

/** An Enrollment Status Page as Graph has it. */
export const graphPageOf = (settings: PageSettings) => {
  const { assign, enrollmentStatus: page } = settings
  const groups = [...new Set([...assign.groups, ...assign.userGroups])]
  const assignments = assignmentsOf({ ...assign, groups })
  return {
    "@odata.type": PAGE_TYPE,
    displayName: settings.title,
    description: settings.description,
    priority: settings.priority ?? 0,
    roleScopeTagIds: settings.scopeTags,
    showInstallationProgress: page.show,
    blockDeviceSetupRetryByUser: page.onFailure.retryLimit === 0,
    allowDeviceResetOnInstallFailure: page.onFailure.reset,
    allowLogCollectionOnInstallFailure: page.onFailure.collectLogs,
    customErrorMessage: page.message,
    installProgressTimeoutInMinutes: wholeMinutes(page.timeoutMillis),
    allowDeviceUseOnInstallFailure: page.onFailure.continueAnyway,
    selectedMobileAppIds: selectedApps(page),
    trackInstallProgressForAutopilotOnly: page.onlyOobe,
    disableUserStatusTrackingAfterFirstUser: page.onlyFirstUser,
    allowNonBlockingAppInstallation: page.failOnlyBlocking,
    installQualityUpdates: page.qualityUpdates,
    ...(settings.priority === null || assignments.length === 0 ? {} : { assignments }),
  }
}

/** What of a page Graph has no word for. */
export const pageNotShared = ({ assign, enrollmentStatus: page }: PageSettings): ReadonlyArray<NotShared> => [
  ...foreignRules(assign),
  ...retriesNotShared(page),
  ...itemsNotShared(page),
  ...unless(page.blockUse, {
    property: "enrollmentStatus.blockUse",
    value: page.blockUse,
    why: "Graph's page says so only within a deployment profile.",
  }),
  ...appsOfOnePhase(page),
]
