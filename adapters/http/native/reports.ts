import { Schema } from "effect"
import { EspCategory, EspItemState, EspPhase } from "#domain/deployment"
import type { Route } from "../exchange/route.ts"
import { about, reportRoute } from "./report-route.ts"
import { text, UserName } from "./words.ts"

const KIB = 1024
/** How many items one report may name, and how many answers it may give. */
const MOST_ITEMS = 1_000
const MOST_ANSWERS = 50

const Item = text(256)
const Bare = Schema.Struct(about)

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
    name: "join",
    summary: "The device joins the directory",
    schema: Bare,
    reportOf: () => ({ report: "join" }),
  }),
  reportRoute({
    name: "enrol",
    summary: "The device enrols for management",
    schema: Bare,
    reportOf: () => ({ report: "enrol" }),
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
      code: Schema.optionalKey(Schema.NullOr(text(64))),
    }),
    reportOf: ({ category, code = null, item, phase, state }) => ({
      report: "esp-item",
      phase,
      category,
      item,
      state,
      code,
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
]
