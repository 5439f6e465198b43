import { EventStoreDBClient } from "@eventstore/db-client"

/** An open client. */
export type Client = EventStoreDBClient

/**
 * Makes a client from a connection string; throws where a file that the string names cannot be read. It connects with its first call.
 *
 * The client leaves the promise of its own error handler alone. Where no node can be found just then, that promise is rejected, which
 * would end the process.
 */
export const makeClient = (connectionString: string): Client => {
  const client = EventStoreDBClient.connectionString(connectionString)
  const handle: unknown = Reflect.get(client, "handleError")
  if (typeof handle === "function")
    Reflect.set(client, "handleError", (...about: ReadonlyArray<unknown>) =>
      Promise.resolve(Reflect.apply(handle, client, about)).catch(() => {}),
    )
  return client
}
