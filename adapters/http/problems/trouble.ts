import { Match } from "effect"
import type { DeviceFileError } from "#adapters/device-files"
import { registrationCode } from "#domain/codes"
import type { HashError } from "#domain/hardware"
import type { Refusal, RefusalKind } from "#domain/kernel"
import type { Finding } from "#workflows/language"
import type { Mistake } from "../exchange/request-refused.ts"
import type { ApiError } from "./api-error.ts"

/** What went wrong, as both faces tell it. */
export interface Trouble {
  readonly status: number
  /** Stable, for programs: `device-not-registered`. */
  readonly code: string
  /** What Windows Autopilot answers in the same place: `807`, `0x80180018`. */
  readonly number?: string
  /** Its name for that: `InvalidZtdHardwareHash`. */
  readonly name?: string
  readonly what: string
  readonly remedy: string
  readonly mistakes?: ReadonlyArray<Mistake>
  readonly findings?: ReadonlyArray<Finding>
  /** The refusal is a fact in a device's history. */
  readonly recorded?: true
  /** Names it in the service's log. */
  readonly reference?: string
  readonly headers?: { readonly [name: string]: string }
}

const STATUS_OF_KIND = {
  invalid: 400,
  forbidden: 403,
  unknown: 404,
  conflict: 409,
  unprocessable: 422,
  limited: 429,
} as const satisfies Record<RefusalKind, number>

const AGAIN_SOON = { "Retry-After": "1" }

/** What needs another status or header than its kind has. */
const BY_CODE: { readonly [code: string]: Pick<Trouble, "status" | "headers"> } = {
  "device-token-invalid": { status: 401, headers: { "WWW-Authenticate": "Bearer" } },
  "stream-contended": { status: 429, headers: AGAIN_SOON },
  "claim-checks-limited": { status: 429, headers: { "Retry-After": "60" } },
  "registration-pending": { status: 429, headers: { "Retry-After": "60" } },
}

const ofRefusal = ({ code, kind, number, remedy, what }: Refusal): Trouble => ({
  status: STATUS_OF_KIND[kind],
  ...BY_CODE[code],
  code,
  ...(number === undefined ? {} : { number }),
  what,
  remedy,
})

const ofFile =
  (code: string, status: number) =>
  (error: DeviceFileError): Trouble => ({
    status,
    code,
    what: error.what,
    remedy: error.remedy,
  })

const ofHash =
  (code: string) =>
  (error: HashError): Trouble => {
    const { code: number, name } = registrationCode(error.autopilot)
    return {
      status: 422,
      code,
      ...(number === null ? {} : { number }),
      name,
      what: error.what,
      remedy: error.remedy,
    }
  }

/** The log or the keys are not as they have to be: nothing that the caller could mend. */
const damaged =
  (code: string) =>
  (error: { readonly message: string }): Trouble => ({
    status: 500,
    code,
    what: error.message,
    remedy: "Tell the operator of this service; nothing was changed.",
  })

const unavailable = (error: { readonly reason: string; readonly remedy?: string }): Trouble => ({
  status: 503,
  code: "service-unavailable",
  what: error.reason,
  remedy: error.remedy ?? "Try again in a moment.",
  headers: AGAIN_SOON,
})

/** The one table from errors to answers. */
export const troubleOf = (error: ApiError): Trouble =>
  Match.valueTags(error, {
    RequestRefused: ({ code, headers, mistakes, remedy, status, what }): Trouble => ({
      status,
      code,
      what,
      remedy,
      ...(mistakes === undefined ? {} : { mistakes }),
      ...(headers === undefined ? {} : { headers }),
    }),
    Refusal: ofRefusal,
    ProfileRefused: ({ findings, message }): Trouble => ({
      status: 422,
      code: "profile-refused",
      what: message,
      remedy:
        "Each finding says where and what; `flightlog profile lint FILE` shows the same on your machine.",
      findings,
    }),
    FileTooLarge: ofFile("file-too-large", 413),
    NotText: ofFile("file-not-text", 422),
    NoRows: ofFile("file-without-rows", 422),
    TooManyRows: ofFile("file-too-many-rows", 422),
    WrongHeader: ofFile("file-wrong-header", 422),
    NotOa3Report: ofFile("file-not-oa3-report", 422),
    NotBase64: ofHash("hash-not-base64"),
    NotAHash: ofHash("not-a-hash"),
    HashNot4k: ofHash("hash-not-4k"),
    MalformedHash: ofHash("hash-malformed"),
    ChecksumMismatch: ofHash("hash-checksum-mismatch"),
    UnusableHardware: ofHash("hardware-unusable"),
    HashTooLong: ofHash("hash-too-long"),
    NotAReport: ofHash("not-a-report"),
    AppendRefused: ({ reason }): Trouble => ({
      status: 413,
      code: "too-much-at-once",
      what: reason,
      remedy: "Send less at once.",
    }),
    IntegrityError: damaged("log-integrity"),
    UnreadableEvent: damaged("event-unreadable"),
    MachineMissing: damaged("statechart-missing"),
    EventStoreFailure: unavailable,
    KeysFailure: unavailable,
    KnowledgeFailure: unavailable,
    ReadModelsFailure: unavailable,
  })

/** A defect: what it was is in the log under its reference and nowhere else. */
export const defect = (reference: string): Trouble => ({
  status: 500,
  code: "internal-error",
  what: "Something went wrong inside the service that should not have.",
  remedy: "Try again; if it stays so, tell the operator of this service the reference.",
  reference,
})

/** The service is being stopped, or never came up: nothing is run any more. */
export const ending: Trouble = {
  status: 503,
  code: "service-ending",
  what: "The service is not running.",
  remedy: "Try again once it is started.",
  headers: AGAIN_SOON,
}
