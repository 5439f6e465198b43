import { Schema } from "effect"
import { EspCategory, EspItemState, EspPhase, RebootRequired } from "#domain/deployment"
import type { Route } from "../exchange/route.ts"
import { about, reportRoute } from "./report-route.ts"
import { text, UserName } from "./words.ts"

const KIB = 1024
/** How many items one report may name, and how many answers it may give. */
const MOST_ITEMS = 1_000
const MOST_ANSWERS = 50

const Item = text(256)
const Code = text(64)
const Bare = Schema.Struct(about)

/** A step that another service may refuse the device: its code as `0x801C0003`, and what it means. */
const Step = Schema.Struct({
  ...about,
  refused: Schema.optionalKey(Schema.Struct({ code: Code, reason: text(256) })),
})

/** The reports of a device within its attempt, in the order in which a deployment goes. */
export const reportRoutes: ReadonlyArray<Route> = [
  reportRoute({
    name: "network",
    summary: "The device is connected to a network",
    schema: Schema.Struct({ ...about, medium: Schema.Literals(["ethernet", "wifi", "cellular"]) }),
    reportOf: ({ medium }) => ({ report: "network", medium }),
  }),
  reportRoute({
    name: "answers",
    summary: "The person answered the questions of the first setup",
    schema: Schema.Struct({
      ...about,
      answers: Schema.Record(text(64), Schema.String.check(Schema.isMaxLength(256))).check(
        Schema.isMaxProperties(MOST_ANSWERS),
      ),
    }),
    reportOf: ({ answers }) => ({ report: "answers", answers }),
  }),
  reportRoute({
    name: "sign-in",
    summary: "A person signs in",
    schema: Schema.Struct({ ...about, userPrincipalName: UserName }),
    reportOf: ({ userPrincipalName }) => ({ report: "sign-in", userPrincipalName }),
  }),
  reportRoute({
    name: "terms",
    summary: "The person accepted the terms of use of the device management, or declined them",
    schema: Schema.Struct({ ...about, accepted: Schema.Boolean }),
    reportOf: ({ accepted }) => ({ report: "terms", accepted }),
  }),
  reportRoute({
    name: "attestation",
    summary: "The TPM proved what device this is, or with `code` did not",
    schema: Schema.Struct({ ...about, code: Schema.optionalKey(Code) }),
    reportOf: ({ code }) => ({ report: "attestation", ...(code === undefined ? {} : { code }) }),
  }),
  reportRoute({
    name: "join",
    summary: "The device joins the directory, or with `refused` was not let in",
    schema: Step,
    reportOf: ({ refused }) => ({ report: "join", ...(refused === undefined ? {} : { refused }) }),
  }),
  reportRoute({
    name: "domain-join",
    summary: "How far the offline join to the on-premises domain came",
    schema: Schema.Struct({ ...about, state: Schema.Literals(["waiting", "processed", "timedOut"]) }),
    reportOf: ({ state }) => ({ report: "domain-join", state }),
  }),
  reportRoute({
    name: "domain-controller",
    summary: "Whether the device could see a domain controller",
    schema: Schema.Struct({ ...about, reached: Schema.Boolean }),
    reportOf: ({ reached }) => ({ report: "domain-controller", reached }),
  }),
  reportRoute({
    name: "enrol",
    summary: "The device enrols for management, or with `refused` was not let in",
    schema: Step,
    reportOf: ({ refused }) => ({ report: "enrol", ...(refused === undefined ? {} : { refused }) }),
  }),
  reportRoute({
    name: "esp-phase",
    summary: "A phase of the Enrollment Status Page begins, with what is targeted at the device",
    schema: Schema.Struct({
      ...about,
      phase: EspPhase,
      targeted: Schema.Array(Schema.Struct({ category: EspCategory, item: Item })).check(
        Schema.isMaxLength(MOST_ITEMS),
      ),
    }),
    limit: 512 * KIB,
    reportOf: ({ phase, targeted }) => ({ report: "esp-phase", phase, targeted }),
  }),
  reportRoute({
    name: "esp-item",
    summary: "An item of the Enrollment Status Page moved on",
    schema: Schema.Struct({
      ...about,
      phase: EspPhase,
      category: EspCategory,
      item: Item,
      state: EspItemState,
      /** The installer's code where it failed: `0x87D1041C`. */
      code: Schema.optionalKey(Schema.NullOr(Code)),
      /** The restart that it still asks for where it is installed: one for all before the phase ends, or at once. */
      rebootRequired: Schema.optionalKey(RebootRequired),
    }),
    reportOf: ({ category, code = null, item, phase, rebootRequired, state }) => ({
      report: "esp-item",
      phase,
      category,
      item,
      state,
      code,
      ...(rebootRequired === undefined ? {} : { rebootRequired }),
    }),
  }),
  reportRoute({
    name: "restart",
    summary: "The device restarted; `item` is the app that asked for it",
    schema: Schema.Struct({ ...about, item: Schema.optionalKey(Item) }),
    reportOf: ({ item }) => ({ report: "restart", ...(item === undefined ? {} : { item }) }),
  }),
  reportRoute({
    name: "autopilot-reset",
    summary: "A Windows Autopilot Reset was begun at the device, or ended; `code` is what went wrong",
    schema: Schema.Struct({
      ...about,
      state: Schema.Literals(["started", "completed", "failed"]),
      code: Schema.optionalKey(Code),
      /** Who signed in first after it. */
      userPrincipalName: Schema.optionalKey(UserName),
    }),
    reportOf: ({ code, state, userPrincipalName }) => ({
      report: "autopilot-reset",
      state,
      ...(code === undefined ? {} : { code }),
      ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
    }),
  }),
  reportRoute({
    name: "retry",
    summary: "The person chose to try again",
    schema: Bare,
    reportOf: () => ({ report: "retry" }),
  }),
  reportRoute({
    name: "continue",
    summary: "The person chose to go on without what failed",
    schema: Bare,
    reportOf: () => ({ report: "continue" }),
  }),
  reportRoute({
    name: "collect-logs",
    summary: "The person chose to collect logs",
    schema: Bare,
    reportOf: () => ({ report: "collect-logs" }),
  }),
  reportRoute({
    name: "reset",
    summary: "The person chose to reset the device",
    schema: Bare,
    reportOf: () => ({ report: "reset" }),
  }),
  reportRoute({
    name: "reseal",
    summary: "The technician hands the device over to its user",
    schema: Bare,
    reportOf: () => ({ report: "reseal" }),
  }),
]
