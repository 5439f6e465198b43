export type { Answer } from "./answer.ts"
export { type Caller, type Origin, type PartnerCaller, type TenantCaller, unasked } from "./caller.ts"
export { convertEnrolment, expireHashRequest, weighConversion } from "./conversion.ts"
export {
  allowNextEnrollment,
  deregister,
  finishDeregistration,
  type IntuneRemoval,
  removeIntuneRecord,
} from "./deregister.ts"
export { deregisterForTenant } from "./deregister-for-tenant.ts"
export {
  badToken,
  deviceToken,
  type EnrolledReporting,
  enrolmentToken,
  readDeviceToken,
  readEnrolmentToken,
} from "./device-token.ts"
export { Devices, type LoadedDevice } from "./devices.ts"
export { type Discovered, discover } from "./discover.ts"
export {
  enrolOrdinarily,
  type OrdinaryEnrolment,
  ordinaryEnrolment,
  removeManagedRecord,
  reportHash,
} from "./enrolment.ts"
export { eraseUser } from "./erase-user.ts"
export { executeDevice } from "./execute-device.ts"
export {
  changeDeviceGroup,
  changeUserGroup,
  createGroup,
  type Membership,
} from "./groups.ts"
export { type ReadFact, readFacts } from "./history.ts"
export { type ImportFile, submitImport } from "./imports.ts"
export { MachineLibrary } from "./machines.ts"
export { openPersonal } from "./open-personal.ts"
export {
  assignUser,
  autopilotReset,
  changeGroupTag,
  changeOrder,
  nameDevice,
  ownDevice,
  sendSignal,
  unassignUser,
} from "./owned.ts"
export {
  type AdministratorCaller,
  type AuthorizationRef,
  type AuthorizationRequest,
  grantAuthorization,
  refuseAuthorization,
  requestAuthorization,
  revokeAuthorization,
} from "./partners.ts"
export { subjectOf } from "./people.ts"
export { processImport } from "./process-import.ts"
export { advanceProcess, processPosition } from "./process-position.ts"
export { namedStream, ProfileRefused, profileIdOf } from "./profiles.ts"
export { publishCompiledPage, publishedIn } from "./publish-page.ts"
export { publishAgain, publishCompiled, publishedSources, publishProfile } from "./publish-profile.ts"
export { type ClaimCheck, checkClaim } from "./registration/check-claim.ts"
export { type BuildReport, DeliveredRow, deliverFile } from "./registration/deliver-file.ts"
export {
  type BuiltMachine,
  type DeliveringCaller,
  type DeliveryResult,
  deliverHardware,
} from "./registration/deliver-hardware.ts"
export { type Registration, registerDevice } from "./registration/register.ts"
export {
  type DeviceIdentifier,
  type IdentifiedDevice,
  registerForTenant,
  registerOwn,
} from "./registration/register-for-tenant.ts"
export { type NewHash, rehash, rehashDevice } from "./registration/rehash.ts"
export { remediationHandling } from "./registration/require-remediation.ts"
export { type ToldOfDevice, toldBy } from "./registration/told-by.ts"
export { type Report, type Reporting, takeReport } from "./report.ts"
export { retireProfile } from "./retire-profile.ts"
export { addUser, changeLicence, chooseRemediation, createTenant, limitDevices } from "./tenants.ts"
