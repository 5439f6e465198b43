import type { Metadata } from "@grpc/grpc-js"
import type { Faults } from "./faults.ts"
import { type CallRefused, notAuthenticated, notLeader } from "./status.ts"

const userOf = (metadata: Metadata) => {
  const [authorization = ""] = metadata.get("authorization").map(String)
  const [, encoded = ""] = /^Basic (.+)$/.exec(authorization) ?? []
  const [name = "", password] = Buffer.from(encoded, "base64").toString().split(":")
  return { name, password }
}

/** Why a call is refused at the door, if it is: an unknown user, a node that is not the leader, a fault. */
export const refusalOf = (faults: Faults, metadata: Metadata): CallRefused | undefined => {
  const { leader, refuse, users } = faults
  if (users !== undefined) {
    const { name, password } = userOf(metadata)
    if (password === undefined || users[name] !== password) return notAuthenticated()
  }
  if (refuse !== undefined && refuse.times > 0) {
    refuse.times -= 1
    return refuse.refusal()
  }
  return leader !== undefined && metadata.get("requires-leader").length > 0 ? notLeader(leader) : undefined
}
