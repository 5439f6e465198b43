import { anyReport, sendReport } from "../support/any-report.ts"
import { anyRequest, explains, send } from "../support/any-request.ts"
import { aService } from "../support/http-world.ts"
import { NEIGHBOUR, NOTEBOOK } from "../support/machines.ts"
import { contosoWithDevices, discovered } from "../unit/http/stories.ts"
import { batchOf, type Target } from "./target.ts"

/** A whole service with two devices under way; what inputs do to it stays until it is closed. */
const openService = async () => {
  const service = aService()
  await contosoWithDevices(service)
  const tokens: Array<string> = []
  for (const machine of [NOTEBOOK, NEIGHBOUR]) tokens.push((await discovered(service, machine)).served.token)
  return { service, tokens, close: () => service[Symbol.asyncDispose]() }
}

const requests: Target = {
  name: "http requests",
  share: 450_000,
  open: async () => {
    const { close, service, tokens } = await openService()
    return {
      batch: (seed, size) =>
        batchOf(anyRequest, async (one) => explains(await send(service, tokens[0]!, one)), { seed, size }),
      close,
    }
  },
}

const reports: Target = {
  name: "device reports",
  share: 450_000,
  open: async () => {
    const { close, service, tokens } = await openService()
    let sent = 0
    return {
      batch: (seed, size) =>
        batchOf(
          anyReport,
          async (one) => {
            sent += 1
            explains(await sendReport(service, tokens[sent % tokens.length]!, one))
          },
          { seed, size },
        ),
      close,
    }
  },
}

/** What reaches the service over HTTP. */
export const httpTargets = [requests, reports]
