/** An error as Windows Autopilot names it, or as Flightlog does where Autopilot has no word for it. */
export interface AutopilotCode {
  /** `806`, `0x80180018`; null where the error has a name only. */
  readonly code: string | null
  readonly meaning: string
  readonly cure: string
  /** Other names of the same error in Microsoft's pages. */
  readonly alsoCalled?: ReadonlyArray<string>
}

const ASK_TO_DEREGISTER =
  "Its present owner must deregister it; with proof of purchase the operator of this service can help."

/**
 * What the registration of a device answers, by name. Sources: Microsoft Learn "Manually register devices with Windows
 * Autopilot", "Troubleshoot errors when importing Windows Autopilot device CSV files". 804 and 805 are not published.
 */
export const REGISTRATION_CODES = {
  StorageError: {
    code: "640",
    meaning: "The service could not store the registration.",
    cure: "Try again later; nothing was changed.",
  },
  InvalidZtdRequestBody: {
    code: "801",
    meaning: "The request or the row is malformed, or names no tenant.",
    cure: "Correct the row as the message says and import it again.",
  },
  InvalidZtdHardwareHash: {
    code: "802",
    meaning: "The hardware hash is invalid, or something that it must say is invalid or empty.",
    cure: "Capture the hash again on the device and import it unchanged.",
  },
  MissingZtdSerialNumberAndProductKey: {
    code: "803",
    meaning: "Serial number and product key are both missing or invalid.",
    cure: "Write the device's serial number into the row and import it again.",
  },
  ZtdDeviceAlreadyAssigned: {
    code: "806",
    meaning: "This device is already registered in this tenant.",
    cure: "Nothing needs to be done; find it in the device list by its serial number.",
  },
  ZtdDeviceIsNotRegistered: {
    code: "807",
    meaning: "The device is not registered in this tenant.",
    cure: "Register the device by its hardware hash first.",
  },
  ZtdDeviceAssignedToOtherTenant: {
    code: "808",
    meaning: "This device is registered in another tenant.",
    cure: ASK_TO_DEREGISTER,
    alsoCalled: ["ZtdDeviceAssignedToAnotherTenant"],
  },
  ZtdProfileIsNotRegistered: {
    code: "809",
    meaning: "The profile is not one of this tenant.",
    cure: "Publish the profile in this tenant, or name another one.",
  },
  ZtdProfileAssignedToOtherTenant: {
    code: "810",
    meaning: "The profile belongs to another tenant.",
    cure: "Name a profile of this tenant.",
  },
  ZtdDeviceRegisteredByOtherTenant: {
    code: "811",
    meaning: "The device was registered by a user of another tenant and can only be removed there.",
    cure: ASK_TO_DEREGISTER,
  },
  ZtdDeviceNotFound: {
    code: "812",
    meaning:
      "No hardware hash is known for this serial number, model and manufacturer, or for this product key.",
    cure: "Register the device by its hardware hash; after a new motherboard nothing else works.",
  },
  ZtdDeviceIsNotUnique: {
    code: "813",
    meaning: "This hardware matches more than one registered device.",
    cure: "Deregister the matching devices, capture the hash from the physical device and import it again.",
  },
  ZtdDeviceAlreadyAadRegistered: {
    code: "814",
    meaning: "The directory has an object for this device already.",
    cure: "Remove the directory object, then register the device again.",
  },
  ZtdDeviceDuplicated: {
    code: null,
    meaning: "The file has this device more than once; the first row is taken.",
    cure: "Nothing needs to be done if the first row was the right one; otherwise correct the file.",
  },
  HashNot4k: {
    code: null,
    meaning: "The hardware hash has not the size of a 4K hash.",
    cure: "Capture the hash again with Windows 10 1703 or newer and copy the whole text.",
  },
  HardwareReplaced: {
    code: null,
    meaning:
      "Motherboard or TPM of a registered device were replaced: it is a new device with an old registration.",
    cure: "Deregister the old device, capture a new hash after the repair and register that.",
  },
} as const satisfies Record<string, AutopilotCode>

/**
 * What a device meets when it asks for its profile, by name. Source: Microsoft Learn "Windows Autopilot
 * troubleshooting FAQ", events of ModernDeployment-Diagnostics-Provider/Autopilot.
 */
export const DEVICE_CODES = {
  TpmIdentityNotConfirmed: {
    code: "171",
    meaning: "The identity of the TPM could not be confirmed.",
    cure: "Check that the TPM is version 2.0, switched on, and that its maker's certificate service can be reached.",
  },
  ProfileNotMadeAvailable: {
    code: "172",
    meaning: "The profile could not be made available on the device.",
    cure: "Restart the device; it asks again at every start.",
  },
  ZtdDeviceIsNotRegistered: {
    code: "807",
    meaning: "This device is not registered.",
    cure: "Import its hardware hash first.",
  },
  ZtdDeviceHasNoAssignedProfile: {
    code: "815",
    meaning: "No profile is assigned to this device and the tenant has no default profile.",
    cure: "Publish a profile that applies to it, or a default one; until then the ordinary setup runs.",
  },
  ZtdAssignedProfileDoesNotExist: {
    code: "809",
    meaning: "The profile that is assigned to the device does not exist any more.",
    cure: "Assign another profile and restart the device.",
    alsoCalled: ["ZtdDeviceHasNoAssignedProfile"],
  },
  SerialNumberMismatch: {
    code: "908",
    meaning: "The hardware of this device is not what was registered: main parts were replaced.",
    cure: "Deregister the device, capture its hash anew and import it.",
    alsoCalled: ["ProductKeyIdMismatch"],
  },
} as const satisfies Record<string, AutopilotCode>

/**
 * What goes wrong between power-on and the desktop, by code. Sources: Microsoft Learn "Windows Autopilot known issues",
 * "Troubleshoot Windows device enrollment problems in Microsoft Intune", and the pages of the deployment scenarios.
 */
export const DEPLOYMENT_CODES = {
  "0x800705B4": {
    code: "0x800705B4",
    meaning: "Securing the hardware took too long: no TPM 2.0, a virtual machine, or an old Windows.",
    cure: "Use a physical device with TPM 2.0 for self-deploying and pre-provisioned deployments.",
    alsoCalled: ["ERROR_TIMEOUT"],
  },
  "0x801C03EA": {
    code: "0x801C03EA",
    meaning: "TPM attestation failed at the join.",
    cure: "Update the TPM to 2.0 and its firmware; check that the device is not in groups with different profiles.",
  },
  "0x81039001": {
    code: "0x81039001",
    meaning: "Attestation was tried too often.",
    cure: "Restart the device and try again; it comes and goes.",
  },
  "0x81039023": {
    code: "0x81039023",
    meaning: "Attestation failed on Windows 11 by a fault that was corrected in May 2022.",
    cure: "Install a cumulative update of May 2022 or later.",
  },
  "0x81039024": {
    code: "0x81039024",
    meaning: "The TPM has a known vulnerability.",
    cure: "Update the firmware of the TPM.",
  },
  "0x80070490": {
    code: "0x80070490",
    meaning: "Attestation failed on an AMD firmware TPM.",
    cure: "Update the firmware of the device.",
    alsoCalled: ["ERROR_NOT_FOUND"],
  },
  "0xC1036501": {
    code: "0xC1036501",
    meaning: "The directory has several MDM configurations, so the device cannot choose.",
    cure: "Leave one MDM configuration in the directory.",
  },
  "0x80180014": {
    code: "0x80180014",
    meaning:
      "The device has used its one self-deploying or pre-provisioned deployment, or Windows enrolment is restricted.",
    cure: "Delete its entry in the Intune list or unblock the device; check the enrolment restrictions.",
    alsoCalled: ["MENROLL_E_DEVICENOTSUPPORTED"],
  },
  "0x80180018": {
    code: "0x80180018",
    meaning: "The user has no licence for device management, or the wrong one, or too many devices.",
    cure: "Assign a licence to the user, or remove one of the user's devices, and sign in again.",
    alsoCalled: ["MENROLL_E_USERLICENSE"],
  },
  "0x801C0003": {
    code: "0x801C0003",
    meaning: "The user may not join devices, or has reached the limit of devices.",
    cure: "Allow the user to join devices, or raise the limit in the directory's device settings.",
  },
  "0x801C03F3": {
    code: "0x801C03F3",
    meaning: "The directory object of the device was deleted.",
    cure: "Delete the registration and register the device again.",
  },
  "0x80070774": {
    code: "0x80070774",
    meaning:
      "No domain controller was found: a user is assigned, the directory object is gone, or the connector lacks rights.",
    cure: "Unassign the user from hybrid devices; check the network, the directory object and the connector's rights.",
    alsoCalled: ["ERROR_DOMAIN_CONTROLLER_NOT_FOUND"],
  },
  "0x80180005": {
    code: "0x80180005",
    meaning: "The profile does not allow pre-provisioning.",
    cure: "Allow pre-provisioned deployment in the profile, or deploy without it.",
  },
  "0x80180022": {
    code: "0x80180022",
    meaning: "Windows Home cannot be enrolled.",
    cure: "Upgrade the device to Pro, Enterprise or Education.",
  },
  "0x8018000A": {
    code: "0x8018000A",
    meaning: "Another user has enrolled the device already.",
    cure: "Sign in with that user and remove the work account, then sign in again.",
    alsoCalled: ["MENROLL_E_DEVICE_ALREADY_ENROLLED"],
  },
  "0x80180026": {
    code: "0x80180026",
    meaning: "An agent of an older PC management is on the device.",
    cure: "Remove the agent and enrol again.",
  },
  "0x8018002B": {
    code: "0x8018002B",
    meaning: "The user's name has an unverified domain, or enrolment is switched off for everybody.",
    cure: "Correct the user's name, and set the MDM user scope to some or all.",
  },
  "0x8007064C": {
    code: "0x8007064C",
    meaning: "The machine is enrolled already, often because its image was copied from an enrolled one.",
    cure: "Remove the old enrolment, or make the image anew.",
  },
  "wrong-tenant": {
    code: null,
    meaning: "This account belongs to another organisation than this device.",
    cure: "Sign in with an account of the organisation that the device is registered for.",
    alsoCalled: ["TenantMatched=0"],
  },
  "unknown-user": {
    code: null,
    meaning: "This organisation has no such user.",
    cure: "Sign in with an account of the organisation that the device is registered for.",
  },
  TermsDeclined: {
    code: null,
    meaning: "The terms of use of the device management were declined.",
    cure: "Sign in again and accept them; the device cannot be managed without.",
  },
  "MDM terms of use": {
    code: null,
    meaning: "The page of the terms of use shows an error: the user has no licence for device management.",
    cure: "Assign a licence to the user and sign in again.",
  },
  OOBEIDPS: {
    code: "OOBEIDPS",
    meaning: "The sign-in page of the identity provider cannot be reached.",
    cure: "Allow the provider's addresses in proxy and firewall.",
  },
  "0x80072EE2": {
    code: "0x80072EE2",
    meaning: "The network did not answer in time.",
    cure: "Check that the registration addresses can be reached from the device's network.",
    alsoCalled: ["ERROR_INTERNET_TIMEOUT"],
  },
  "0x80070032": {
    code: "0x80070032",
    meaning: "The device cannot be reset because its recovery environment is switched off.",
    cure: "Switch Windows RE on and reset again.",
    alsoCalled: ["ERROR_NOT_SUPPORTED"],
  },
  "0x80004005": {
    code: "0x80004005",
    meaning: "Something failed; the code says nothing more.",
    cure: "Look at the step before it in the device's history.",
    alsoCalled: ["E_FAIL"],
  },
} as const satisfies Record<string, AutopilotCode>

/**
 * What goes wrong on the Enrollment Status Page, by code. The system's own code of a time-out means the hardware before the
 * page and the page itself on it. Sources: as above, and what installers of Intune apps report.
 */
export const PAGE_CODES = {
  "0x800705B4": {
    code: "0x800705B4",
    meaning: "What the page waits for was not there within its time.",
    cure: "Look what held the phase: mend it, take it off the list that blocks, or give the page more time.",
    alsoCalled: ["ERROR_TIMEOUT"],
  },
  "0x81036502": {
    code: "0x81036502",
    meaning: "An app did not finish within the time of the Enrollment Status Page.",
    cure: "Look which app it was; raise the time-out or take the app off the list that blocks.",
  },
  "0x87D1041C": {
    code: "0x87D1041C",
    meaning: "The app's installer ended well, but its detection rule did not find the app.",
    cure: "Correct the app's detection rule.",
  },
} as const satisfies Record<string, AutopilotCode>
