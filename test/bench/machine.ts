import { readFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { resolve } from "node:path"

const GIB = 1024 ** 3

/** The file system that a directory is on, and of what device, where the system tells (proc(5), `mounts`). */
const diskOf = (directory: string): ReadonlyArray<string> => {
  const path = resolve(directory)
  const mounts = (() => {
    try {
      return readFileSync("/proc/mounts", "utf8").trim().split("\n")
    } catch {
      return []
    }
  })()
  const [mount] = mounts
    .map((line) => line.split(" "))
    .filter(([, point = ""]) => path === point || path.startsWith(point.endsWith("/") ? point : `${point}/`))
    .toSorted(([, one = ""], [, other = ""]) => other.length - one.length)
  return mount === undefined ? [] : [`${mount[2]} on ${mount[0]}`]
}

/** The machine, for people: processor, cores, memory, disk, Node. */
export const machineSays = (directory: string): string => {
  const processors = cpus()
  return [
    processors[0]?.model.trim() ?? "unknown processor",
    `${processors.length} cores`,
    `${Math.round(totalmem() / GIB)} GiB of memory`,
    ...diskOf(directory),
    `Node ${process.versions.node}`,
  ].join(", ")
}
