import shared from "@eventstore/db-client/generated/shared_pb.js"
import statusMessages from "@eventstore/db-client/generated/status_pb.js"
import streams from "@eventstore/db-client/generated/streams_pb.js"
import type { ServerEvent } from "./log-view.ts"

const { ReadResp, BatchAppendResp } = streams
const { ReadEvent } = ReadResp

const uuid = (text: string) => {
  const message = new shared.UUID()
  message.setString(text)
  return message
}

const streamIdentifier = (name: string) => {
  const message = new shared.StreamIdentifier()
  message.setStreamName(Buffer.from(name).toString("base64"))
  return message
}

/** An event as the answer to a read or a subscription. */
export const eventMessage = ({ commit, data, id, metadata, revision, stream, type }: ServerEvent) => {
  const recorded = new ReadEvent.RecordedEvent()
  recorded.setId(uuid(id))
  recorded.setStreamIdentifier(streamIdentifier(stream))
  recorded.setStreamRevision(String(revision))
  recorded.setCommitPosition(String(commit))
  recorded.setPreparePosition(String(commit))
  recorded.setData(data)
  recorded.setCustomMetadata(metadata)
  recorded.getMetadataMap().set("type", type).set("content-type", "application/json").set("created", "0")
  const event = new ReadEvent()
  event.setEvent(recorded)
  event.setCommitPosition(String(commit))
  const message = new ReadResp()
  message.setEvent(event)
  return message
}

/** That a subscription is made. */
export const confirmationMessage = (id: string) => {
  const confirmation = new ReadResp.SubscriptionConfirmation()
  confirmation.setSubscriptionId(id)
  const message = new ReadResp()
  message.setConfirmation(confirmation)
  return message
}

/** How far a subscription is although nothing came that its filter wants. */
export const checkpointMessage = (commit: number) => {
  const checkpoint = new ReadResp.Checkpoint()
  checkpoint.setCommitPosition(String(commit))
  checkpoint.setPreparePosition(String(commit))
  const message = new ReadResp()
  message.setCheckpoint(checkpoint)
  return message
}

/** That a subscription has told what there was when it began. */
export const caughtUpMessage = () => {
  const message = new ReadResp()
  message.setCaughtUp(new ReadResp.CaughtUp())
  return message
}

/** That a stream which is read does not exist. */
export const streamNotFoundMessage = (stream: string) => {
  const notFound = new ReadResp.StreamNotFound()
  notFound.setStreamIdentifier(streamIdentifier(stream))
  const message = new ReadResp()
  message.setStreamNotFound(notFound)
  return message
}

/** Which append an answer is for. */
export interface AppendedTo {
  readonly correlation: string
  readonly stream: string
}

const appendMessage = ({ correlation, stream }: AppendedTo) => {
  const message = new BatchAppendResp()
  message.setCorrelationId(uuid(correlation))
  message.setStreamIdentifier(streamIdentifier(stream))
  return message
}

/** That an append is stored. */
export const appendedMessage = (to: AppendedTo, revision: number, commit: number) => {
  const position = new shared.AllStreamPosition()
  position.setCommitPosition(String(commit))
  position.setPreparePosition(String(commit))
  const success = new BatchAppendResp.Success()
  success.setCurrentRevision(String(revision))
  success.setPosition(position)
  const message = appendMessage(to)
  message.setSuccess(success)
  return message
}

/** A field of a protobuf message: its number and the length of what it holds, both as varints, then its bytes. */
const field = (number: number, bytes: Uint8Array): Uint8Array => {
  const length: Array<number> = []
  for (let rest = bytes.length; ; rest >>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest)
    if (rest <= 127) break
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes])
}

/** Why an append is not stored: a text, and one of the messages that the server has for such cases. */
export const refusedMessage = (to: AppendedTo, text: string, name: string, details: Uint8Array) => {
  // google.rpc.Status {2: message, 3: details}, the details as google.protobuf.Any {1: type, 2: value}.
  const type = field(1, Buffer.from(`type.googleapis.com/event_store.client.${name}`))
  const packed = field(3, Buffer.concat([type, field(2, details)]))
  const bytes = Buffer.concat([field(2, Buffer.from(text)), packed])
  const message = appendMessage(to)
  message.setError(statusMessages.Status.deserializeBinary(bytes))
  return message
}

/** That a stream is not where the writer thought; -1 stands for no stream. */
export const conflictMessage = (to: AppendedTo, expected: number, actual: number) => {
  const details = new shared.WrongExpectedVersion()
  if (expected < 0) details.setExpectedNoStream(new shared.Empty())
  else details.setExpectedStreamPosition(String(expected))
  if (actual < 0) details.setCurrentNoStream(new shared.Empty())
  else details.setCurrentStreamRevision(String(actual))
  return refusedMessage(to, "WrongExpectedVersion", "WrongExpectedVersion", details.serializeBinary())
}
