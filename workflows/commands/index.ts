export { convertEnrolment, expireHashRequest, weighConversion } from "./deployment/conversion.ts"
export {
  badToken,
  deviceToken,
  type EnrolledReporting,
  enrolmentToken,
  readDeviceToken,
  readEnrolmentToken,
} from "./deployment/device-token.ts"
export { type Discovered, discover } from "./deployment/discover.ts"
export {
  enrolOrdinarily,
  type OrdinaryEnrolment,
  ordinaryEnrolment,
  removeManagedRecord,
  reportHash,
} from "./deployment/enrolment.ts"
export type { Report, Reporting } from "./deployment/report.ts"
export { takeReport } from "./deployment/take-report.ts"
export type { Answer } from "./execution/answer.ts"
export {
  type Caller,
  type Origin,
  type PartnerCaller,
  type TenantCaller,
  unasked,
} from "./execution/caller.ts"
export { Devices, type LoadedDevice } from "./execution/devices.ts"
export { executeDevice } from "./execution/execute-device.ts"
export { type ReadFact, readFacts } from "./execution/history.ts"
export { MachineLibrary } from "./execution/machines.ts"
export { openPersonal } from "./execution/open-personal.ts"
export { advanceProcess, processPosition } from "./execution/process-position.ts"
export { type ImportFile, submitImport } from "./imports/imports.ts"
export { processImport } from "./imports/process-import.ts"
export {
  allowNextEnrollment,
  deregister,
  finishDeregistration,
  type IntuneRemoval,
  removeIntuneRecord,
} from "./leaving/deregister.ts"
export { deregisterForTenant } from "./leaving/deregister-for-tenant.ts"
export { eraseUser } from "./organisation/erase-user.ts"
export {
  changeDeviceGroup,
  changeUserGroup,
  createGroup,
  type Membership,
} from "./organisation/groups.ts"
export {
  assignUser,
  autopilotReset,
  changeGroupTag,
  changeOrder,
  nameDevice,
  ownDevice,
  sendSignal,
  unassignUser,
} from "./organisation/owned.ts"
export {
  type AdministratorCaller,
  type AuthorizationRef,
  type AuthorizationRequest,
  grantAuthorization,
  refuseAuthorization,
  requestAuthorization,
  revokeAuthorization,
} from "./organisation/partners.ts"
export { subjectOf } from "./organisation/people.ts"
export {
  addUser,
  changeLicence,
  chooseRemediation,
  createTenant,
  limitDevices,
} from "./organisation/tenants.ts"
export { namedStream, ProfileRefused, profileIdOf } from "./publishing/profiles.ts"
export { publishCompiledPage, publishedIn } from "./publishing/publish-page.ts"
export {
  publishAgain,
  publishCompiled,
  publishedSources,
  publishProfile,
} from "./publishing/publish-profile.ts"
export { retireProfile } from "./publishing/retire-profile.ts"
export type { Registration } from "./registration/asked.ts"
export { type ClaimCheck, checkClaim } from "./registration/check-claim.ts"
export { type BuildReport, DeliveredRow, deliverFile } from "./registration/deliver-file.ts"
export {
  type BuiltMachine,
  type DeliveringCaller,
  type DeliveryResult,
  deliverHardware,
} from "./registration/deliver-hardware.ts"
export { registerDevice } from "./registration/register.ts"
export {
  type DeviceIdentifier,
  type IdentifiedDevice,
  registerForTenant,
  registerOwn,
} from "./registration/register-for-tenant.ts"
export { type NewHash, rehash, rehashDevice } from "./registration/rehash.ts"
export { remediationHandling } from "./registration/require-remediation.ts"
export { type ToldOfDevice, toldBy } from "./registration/told-by.ts"
