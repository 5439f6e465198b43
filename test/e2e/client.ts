/** An answer of the service, its JSON read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a client reads what it expects
  readonly body: any
}

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get("content-type") ?? "")
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** A client that knows nothing but HTTP; it sends some headers with everything. */
export const clientOf = (address: string, always: Record<string, string> = {}) => ({
  get: (path: string, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, { headers: { ...always, ...headers } }).then(read),
  post: (path: string, json: unknown, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...always, ...headers },
      body: JSON.stringify(json),
    }).then(read),
  send: (path: string, body: Uint8Array | string, type: string, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, {
      method: "POST",
      headers: { "content-type": type, ...always, ...headers },
      body: typeof body === "string" ? body : new Blob([new Uint8Array(body)]),
    }).then(read),
})
export type Client = ReturnType<typeof clientOf>
