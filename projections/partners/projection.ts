import { type ProjectedEvent, personalValue, projection, type SqlValue, write } from "#projections/runtime"
import { actTable, authorizationTable, serialTable } from "./tables.ts"

const noAct = {
  authorizationId: null,
  holderId: null,
  deviceId: null,
  serialNumber: null,
  groupTag: null,
  importId: null,
  line: null,
  reason: null,
}

type Happened = Pick<ProjectedEvent, "position" | "recordedAt" | "tenantId" | "metadata" | "personal">

const actOf = ({ metadata, position, recordedAt, tenantId }: Happened, act: string) => ({
  ...noAct,
  position,
  at: recordedAt,
  tenantId,
  partnerId: metadata.actor.id,
  act,
})

const answerOf = (event: Happened) => {
  const { id } = event.metadata.actor
  return { answeredBy: id, answeredByName: personalValue(event, id, "actorName") }
}

const ended = (
  event: ProjectedEvent<"PartnerAuthorizationRefused"> | ProjectedEvent<"PartnerAuthorizationRevoked">,
  status: string,
) => {
  const { authorizationId, reason } = event.data
  const changes = { status, endedAt: event.recordedAt, reason, ...answerOf(event) }
  return [authorizationTable.change({ authorizationId }, changes)]
}

const registered = (event: ProjectedEvent<"DeviceRegistered">) => {
  const { authorization, groupTag, hardware, import: from } = event.data
  const { serialNumber } = hardware
  const known = serialTable.put({ deviceId: event.id, serialNumber })
  if (authorization === null) return [known]
  const act = actTable.put({
    ...actOf(event, "registered"),
    authorizationId: authorization.id,
    holderId: authorization.partnerId,
    deviceId: event.id,
    serialNumber,
    groupTag,
    importId: from?.importId ?? null,
    line: from?.line ?? null,
  })
  return [known, act]
}

const deregistered = (event: ProjectedEvent<"DeviceDeregistered">) => {
  const { authorization, reason } = event.data
  if (authorization == null) return []
  const { at, partnerId, position, tenantId } = actOf(event, "deregistered")
  const parameters: ReadonlyArray<SqlValue> = [
    position,
    at,
    tenantId,
    partnerId,
    authorization.id,
    authorization.partnerId,
    event.id,
    reason,
  ]
  return [
    write(
      `INSERT OR REPLACE INTO {partner_acts}
         (position, at, tenantId, partnerId, act, authorizationId, holderId, deviceId, reason, serialNumber)
       VALUES (?1, ?2, ?3, ?4, 'deregistered', ?5, ?6, ?7, ?8,
         (SELECT serialNumber FROM {partner_serials} WHERE deviceId = ?7))`,
      ...parameters,
    ),
  ]
}

/** What partners asked of tenants, what became of it, and everything that they did. */
export const partners = projection({
  name: "partners",
  version: 1,
  tables: [authorizationTable, actTable, serialTable],
  on: {
    SubjectErased: ({ data: { userId } }) => [
      authorizationTable.change({ answeredBy: userId }, { answeredByName: null }),
    ],
    PartnerAuthorizationRequested: (event) => {
      const { authorizationId, kind, partnerId, partnerName, providers, scope, until } = event.data
      return [
        // Whoever asks again takes the open request back.
        authorizationTable.change(
          { tenantId: event.tenantId, partnerId, status: "requested" },
          { status: "withdrawn", endedAt: event.recordedAt },
        ),
        authorizationTable.put({
          authorizationId,
          tenantId: event.tenantId,
          partnerId,
          partnerName,
          kind,
          providers: JSON.stringify(providers),
          acts: JSON.stringify(scope.acts),
          groupTags: scope.groupTags === null ? null : JSON.stringify(scope.groupTags),
          until,
          status: "requested",
          requestedAt: event.recordedAt,
          grantedAt: null,
          endedAt: null,
          answeredBy: null,
          answeredByName: null,
          reason: null,
        }),
        actTable.put({ ...actOf(event, "requested"), authorizationId, holderId: partnerId }),
      ]
    },
    PartnerAuthorizationGranted: (event) => {
      const { authorizationId, replaces, scope, until } = event.data
      const granted = authorizationTable.change(
        { authorizationId },
        {
          status: "granted",
          acts: JSON.stringify(scope.acts),
          groupTags: scope.groupTags === null ? null : JSON.stringify(scope.groupTags),
          until,
          grantedAt: event.recordedAt,
          ...answerOf(event),
        },
      )
      if (replaces === null) return [granted]
      const replaced = { status: "replaced", endedAt: event.recordedAt }
      return [granted, authorizationTable.change({ authorizationId: replaces }, replaced)]
    },
    PartnerAuthorizationRefused: (event) => ended(event, "refused"),
    PartnerAuthorizationRevoked: (event) => ended(event, "revoked"),
    ImportSubmitted: (event) =>
      event.metadata.actor.kind === "partner"
        ? [
            actTable.put({
              ...actOf(event, "sent a file"),
              holderId: event.data.through ?? event.metadata.actor.id,
              importId: event.data.importId,
            }),
          ]
        : [],
    DeviceRegistered: registered,
    DeviceDeregistered: deregistered,
  },
})
