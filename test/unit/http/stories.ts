import { Result } from "effect"
import { buildReport, type CaptureSpec, encodeHash, type MachineSpec } from "#domain/hardware"
import type { Service } from "../../support/http-world.ts"
import { AFTER, BEFORE, NEIGHBOUR, NOTEBOOK } from "../../support/machines.ts"

/** The hash that a machine gives when it is captured. */
export const hashOf = (machine: MachineSpec, when: CaptureSpec = BEFORE): string =>
  Result.getOrThrow(encodeHash(buildReport(machine, when)))

/** An import file as the capture script writes it. */
export const csvOf = (...machines: ReadonlyArray<MachineSpec>): string =>
  [
    "Device Serial Number,Windows Product ID,Hardware Hash",
    ...machines.map((machine) => `${machine.serialNumber},,${hashOf(machine)}`),
  ].join("\r\n")

/** Contoso with Ann, who has a licence, and Bob, who has none. */
export const contoso = async (service: Service) => {
  const tenant = await service.post("/api/tenants", { name: "Contoso", domains: ["contoso.com"] })
  await service.post("/api/users", { userPrincipalName: "ann@contoso.com", displayName: "Ann" })
  await service.post("/api/users", { userPrincipalName: "bob@contoso.com" })
  await service.post("/api/users/ann@contoso.com/licences", {})
  return tenant.json.id as string
}

/** The headers of a read that waits until the lists tell of a write. */
export const after = (written: { readonly headers: Headers }) => ({
  Prefer: "wait=20",
  "Flightlog-Position": written.headers.get("flightlog-position") ?? "",
})

/** Reads until something is so: what a process does is done soon, not at once. */
export const until = async <T>(read: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> => {
  let found = await read()
  for (let look = 0; look < 2000 && !isSo(found); look++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    found = await read()
  }
  if (isSo(found)) return found
  throw new Error(`What was waited for did not come to be; it is ${JSON.stringify(found)}.`)
}

const completed = async (service: Service, location: string, headers: Record<string, string>) => {
  const read = () => service.get(location, headers)
  return (await until(read, ({ json }) => json.status === "completed")).json
}

/**
 * Imports machines and waits until every row has its result.
 *
 * @param to the tenant by name, or all the headers
 */
export const imported = async (
  service: Service,
  csv: string | Uint8Array<ArrayBuffer>,
  to: string | Record<string, string> = {},
) => {
  const headers: Record<string, string> = typeof to === "string" ? { "Flightlog-Tenant": to } : to
  const submitted = await service.call("POST", "/api/imports", { body: csv, headers })
  const status = await completed(service, submitted.headers.get("location") ?? "", headers)
  return { submitted, status }
}

/** Contoso with two imported machines. */
export const contosoWithDevices = async (service: Service) => {
  const tenantId = await contoso(service)
  const { status } = await imported(service, csvOf(NOTEBOOK, NEIGHBOUR))
  const ids: ReadonlyArray<string> = status.results.map(({ deviceId }: { deviceId: string }) => deviceId)
  return { tenantId, notebook: ids[0] ?? "", neighbour: ids[1] ?? "" }
}

/** A machine that has asked for its profile, and how it reports from then on. */
export const discovered = async (service: Service, machine: MachineSpec = NOTEBOOK) => {
  const { json } = await service.post("/api/device/discover", { hash: hashOf(machine, AFTER) })
  const headers = { Authorization: `Bearer ${json.token}` }
  const report = (name: string, body: object = {}, more: Record<string, string> = {}) =>
    service.post(`/api/device/${name}`, body, { ...headers, ...more })
  return { served: json, report }
}

/** The way from power-on to the Enrollment Status Page. */
export const enrolled = async (service: Service, upn = "ann@contoso.com") => {
  const device = await discovered(service)
  await device.report("network", { medium: "wifi" })
  await device.report("answers", { answers: { region: "GB" } })
  await device.report("sign-in", { userPrincipalName: upn })
  await device.report("join")
  const last = await device.report("enrol")
  return { ...device, last }
}

/** Asks until the answer is the one that is expected: lists follow the log, processes follow events. */
export const eventually = async <A>(ask: () => Promise<A>, expected: A): Promise<void> => {
  await until(ask, (found) => found === expected)
}
