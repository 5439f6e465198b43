import type { ProfileFact, ProfileSettings } from "#domain/profile"

/** Rules that give a profile to devices with one of these tags. */
export const assignTo = (groupTags: ReadonlyArray<string>): ProfileSettings["assign"] => ({
  allDevices: false,
  groupTags,
  orderIds: [],
  purchaseOrders: [],
  groups: [],
  excludeGroups: [],
  where: null,
})

const items = {
  securityPolicies: [],
  certificates: [],
  networkConnections: [],
  blockingApps: [],
  otherApps: [],
  appTimeLimitMillis: null,
  appTimeLimits: {},
}

/** The devices of a profile with this name have nobody who signs in. */
export const KIOSK = "kiosk"

const settings = (name: string): ProfileSettings => ({
  name,
  title: `The ${name} profile`,
  description: "",
  assign: assignTo([name]),
  device: {
    type: "windows-pc",
    join: "entra",
    skipDomainControllerCheck: false,
    nameTemplate: null,
    namePrefix: null,
    convertTargeted: false,
  },
  oobe: {
    mode: name === KIOSK ? "self-deploying" : "user-driven",
    userType: "standard",
    locale: "os-default",
    hide: [],
    preProvisioning: "forbidden",
  },
  enrollmentStatus: {
    show: true,
    timeoutMillis: 1,
    message: "",
    onFailure: { collectLogs: false, retryLimit: 0, reset: false, continueAnyway: false },
    onlyOobe: true,
    onlyFirstUser: true,
    qualityUpdates: true,
    blockUse: true,
    failOnlyBlocking: true,
    devicePreparation: items,
    deviceSetup: items,
    accountSetup: items,
  },
  signals: [],
  hasOwnPage: true,
  scopeTags: [],
})

/** A profile is published, for devices that carry its name as their tag. */
export const published = (
  name: string,
  version: number,
  kind: "DeploymentProfile" | "Lifecycle" = "DeploymentProfile",
): ProfileFact => ({
  type: "ProfilePublished",
  data: {
    name,
    version,
    kind,
    source: "",
    sourceDigest: "",
    bases: [],
    settings: kind === "Lifecycle" ? null : settings(name),
    machine: { format: 1, kind: kind === "Lifecycle" ? "lifecycle" : "attempt", config: {} },
    machineDigest: `${name}@${version}`,
  },
})

export const retired = (name: string, version: number): ProfileFact => ({
  type: "ProfileRetired",
  data: { name, version },
})

/** An Enrollment Status Page is published, for devices that carry its name as their tag. */
export const publishedPage = (name: string, version: number, priority: number | null = 1): ProfileFact => {
  const { assign, description, enrollmentStatus, scopeTags, title } = settings(name)
  const page = { name, title, description, priority, scopeTags, enrollmentStatus }
  return {
    type: "EspPagePublished",
    data: {
      name,
      version,
      source: "",
      sourceDigest: `${name}@${version}`,
      settings: { ...page, assign: { ...assign, userGroups: [] } },
    },
  }
}
