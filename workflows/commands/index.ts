export type { Answer } from "./answer.ts"
export type { Caller, Origin, TenantCaller } from "./caller.ts"
export {
  allowNextEnrollment,
  deregister,
  finishDeregistration,
  type IntuneRemoval,
  removeIntuneRecord,
} from "./deregister.ts"
export { badToken, deviceToken, readDeviceToken } from "./device-token.ts"
export { Devices, type LoadedDevice } from "./devices.ts"
export { type Discovered, discover } from "./discover.ts"
export { executeDevice } from "./execute-device.ts"
export { type ReadFact, readFacts } from "./history.ts"
export { type ImportFile, submitImport } from "./imports.ts"
export { MachineLibrary } from "./machines.ts"
export { openPersonal } from "./open-personal.ts"
export { assignUser, changeGroupTag, nameDevice, ownDevice, unassignUser } from "./owned.ts"
export { subjectOf } from "./people.ts"
export { processImport } from "./process-import.ts"
export { advanceProcess, processPosition } from "./process-position.ts"
export { ProfileRefused, profileIdOf, publishProfile, retireProfile } from "./profiles.ts"
export { type Registration, registerDevice } from "./registration/register.ts"
export { type Report, type Reporting, takeReport } from "./report.ts"
export { addUser, changeLicence, createTenant } from "./tenants.ts"
