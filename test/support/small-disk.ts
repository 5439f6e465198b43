import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"

/** A disk of its own, held in memory, or why there is none. */
export type SmallDisk =
  | { readonly _tag: "Disk"; readonly path: string; fill(): void; free(): void }
  | { readonly _tag: "None"; readonly reason: string }

const mount = (path: string, kilobytes: number): string | undefined => {
  const { error, status, stderr } = spawnSync("mount", [
    ...["-t", "tmpfs", "-o", `size=${kilobytes}k`],
    ...["tmpfs", path],
  ])
  return status === 0 ? undefined : `${error?.message ?? stderr.toString().trim()}`
}

/** Writes a file until the disk takes no more. */
const ballast = (path: string) => {
  for (const size of [65_536, 4096, 1])
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: "a" })
    } catch {
      // The disk is full, as far as pieces of this size go.
    }
}

/** Mounts a small disk for the tests of one file; only who may mount has one. */
export const smallDisk = (kilobytes: number): SmallDisk => {
  const path = mkdtempSync(join(tmpdir(), "flightlog-disk-"))
  const trouble = mount(path, kilobytes)
  afterAll(() => {
    if (trouble === undefined) spawnSync("umount", ["-l", path])
    rmSync(path, { recursive: true, force: true })
  })
  if (trouble !== undefined)
    return { _tag: "None", reason: `A small disk could not be mounted (${trouble}).` }
  const file = join(path, "ballast")
  return { _tag: "Disk", path, fill: () => ballast(file), free: () => rmSync(file, { force: true }) }
}
