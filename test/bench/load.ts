import { Agent, request } from "node:http"
import { parentPort, Worker, workerData } from "node:worker_threads"

/** One request of a load: the same connection sends its requests one after the other. */
export interface Shot {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string | null
}

/** A load: what each connection sends, as often as told. */
export interface Load {
  readonly port: number
  readonly connections: ReadonlyArray<Shot>
  readonly times: number
}

const send = (agent: Agent, port: number, { body, headers, method, path }: Shot): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method, path, headers }, (answer) => {
      const wrong = answer.statusCode === undefined || answer.statusCode >= 300
      let text = ""
      answer.on("data", (chunk) => {
        if (wrong) text += chunk
      })
      answer.on("end", () =>
        wrong ? reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`)) : resolve(),
      )
    })
    sent.on("error", reject)
    sent.end(body ?? undefined)
  })

const fire = async ({ connections, port, times }: Load): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections.length })
  const start = performance.now()
  await Promise.all(
    connections.map(async (shot) => {
      for (let time = 0; time < times; time++) await send(agent, port, shot)
    }),
  )
  const millis = performance.now() - start
  agent.destroy()
  return millis
}

if (parentPort !== null && workerData?.load !== undefined) {
  const port = parentPort
  fire(workerData.load).then(
    (millis) => port.postMessage({ millis }),
    (error) => port.postMessage({ error: String(error) }),
  )
}

/** Fires a load from a thread of its own, so that the client's work is not the server's; gives the milliseconds it took. */
export const loadFromThread = (load: Load): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { load } })
    worker.once("error", reject)
    worker.once("message", ({ error, millis }) =>
      error === undefined ? resolve(millis) : reject(new Error(error)),
    )
  })
