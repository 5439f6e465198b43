import type { FileKind } from "#adapters/sqlite"

/** Length in bytes of the deployment's secret and of a person's key (AES-256). */
export const KEY_BYTES = 32

/** The key file. A person's `key` is null once it was erased: that row stays, so that no new key takes its place. */
export const KEY_FILE: FileKind = {
  name: "key file",
  // "FKey" in ASCII.
  applicationId: 0x46_4b_65_79,
  version: 1,
  schema: `
    CREATE TABLE deployment (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE people (subject TEXT PRIMARY KEY, key BLOB) STRICT, WITHOUT ROWID`,
}
