/** A profile with a signal: a deployment waits for the approval of the service desk before anything is asked. */
export const APPROVED_FIRST = `dsl: 1
kind: DeploymentProfile
name: approved-first
extends: user-driven
assign: { groupTags: [approval] }
signals: [ApprovalGranted]
workflow:
  states:
    outOfBox:
      states:
        discovered:
          on: { NetworkConnected: approval }
    approval:
      on: { ApprovalGranted: outOfBox.connected }
      timeout: { after: 8h, to: failed, reason: nobody approved }
`
