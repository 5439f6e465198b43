import { hasTpm2 } from "#domain/hardware"
import { flag, type Handlers, type ProjectedEvent, table, type Write, write } from "#projections/runtime"

/** The published profiles that only a device with a TPM 2.0 can go through: it has to prove itself by it. */
export const tpmProfileTable = table("autopilot_tpm_profiles", { profileId: "text", version: "integer" }, [
  "profileId",
  "version",
])

/** Which version of a profile is meant, in one column. */
const versionKey = ({
  profileId,
  version,
}: {
  readonly profileId: string
  readonly version: number
}): string => `${profileId}@${version}`

/** What the status of an assignment depends on, beside the desired profile. */
export const tpmOf = (tpmVersion: string | null) => ({ hasTpm2: flag(hasTpm2(tpmVersion ?? "")) })

/**
 * How the assignment of a device stands: it cannot hold (`failed`), the device was given another profile or version than
 * it is to have (`assignedOutOfSync`), or not (`assignedInSync`). Which other words there are, and why they cannot come
 * to be here, is told in docs/device-lists.md.
 *
 * Source: Microsoft Graph, windowsAutopilotProfileAssignmentStatus.
 */
export const settleAssignment = (id: string): Write =>
  write(
    `UPDATE {autopilot_devices} AS d
     SET deploymentProfileAssignmentStatus = CASE
           WHEN fits.no THEN 'failed'
           WHEN d.heldProfile <> d.profileId || '@' || d.profileVersion THEN 'assignedOutOfSync'
           ELSE 'assignedInSync' END,
         deploymentProfileAssignmentDetailedStatus = iif(fits.no, 'hardwareRequirementsNotMet', 'none')
     FROM (SELECT w.id, w.hasTpm2 = 0 AND EXISTS (
             SELECT 1 FROM {autopilot_tpm_profiles} p WHERE p.profileId = w.profileId AND p.version = w.profileVersion
           ) AS no FROM {autopilot_devices} w WHERE w.id = ?1) AS fits
     WHERE d.id = ?1 AND fits.id = d.id AND d.profileId IS NOT NULL`,
    id,
  )

const published = ({ data, id }: ProjectedEvent<"ProfilePublished">) =>
  data.settings?.oobe.mode === "self-deploying"
    ? [tpmProfileTable.put({ profileId: id, version: data.version })]
    : []

/** The version that a device holds from its delivery on, until it is reset or wiped and asks anew. */
export const held = (profile: { readonly profileId: string; readonly version: number } | null) => ({
  heldProfile: profile === null ? null : versionKey(profile),
})

/** What the profiles that devices may be given ask of them. */
export const offers: Handlers = { ProfilePublished: published }
