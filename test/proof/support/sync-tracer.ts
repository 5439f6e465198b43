import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What a process did, in order: it synced its log's write-ahead file, or said something on stdout. */
export type Traced = { readonly did: "sync" } | { readonly did: "say"; readonly text: string }

/** Runs a program under observation; `None` says why this machine has no way to. */
export type SyncTracer =
  | {
      readonly _tag: "Tracer"
      readonly way: string
      trace(args: ReadonlyArray<string>): ReadonlyArray<Traced>
    }
  | { readonly _tag: "None"; readonly reason: string }

const failed = (what: string, { error, stderr }: { error?: Error; stderr: string }) =>
  `${what} ${error?.message ?? stderr.trim().split("\n").at(-1) ?? ""}`.trim()

const run = (command: string, args: ReadonlyArray<string>, env = process.env) =>
  spawnSync(command, args, { encoding: "utf8", env, timeout: 120_000 })

const runOrThrow = (command: string, args: ReadonlyArray<string>, env = process.env) => {
  const done = run(command, args, env)
  if (done.status !== 0) throw new Error(failed(command, done))
}

const inDirectory = <A>(use: (directory: string) => A): A => {
  const directory = mkdtempSync(join(tmpdir(), "flightlog-trace-"))
  try {
    return use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A sync counts when it has come back, so that one that an acknowledgement overtook is seen as late. */
const SYNCED = /(?:fsync|fdatasync)(?:\(\d+<[^>]*-wal>\)| resumed>\)).* = 0/
const SAID = /write\(1<[^>]*>, "(.*)\\n"/

const traced = (line: string): ReadonlyArray<Traced> => {
  if (SYNCED.test(line)) return [{ did: "sync" }]
  const text = SAID.exec(line)?.[1]
  return text === undefined ? [] : [{ did: "say", text }]
}

const STRACE = ["-f", "-y", "-qq", "-s", "200", "-e", "trace=fsync,fdatasync,write", "-e", "signal=none"]

const withStrace: SyncTracer = {
  _tag: "Tracer",
  way: "strace",
  trace: (args) =>
    inDirectory((directory) => {
      const file = join(directory, "trace")
      runOrThrow("strace", [...STRACE, "-o", file, process.execPath, ...args])
      return readFileSync(file, "utf8").split("\n").flatMap(traced)
    }),
}

/** Stands before the C library's own functions; tells of syncs of write-ahead files and of what goes to stdout. */
const SHIM = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static void tell(const char *text, size_t length) {
  static ssize_t (*put)(int, const void *, size_t);
  if (!put) put = dlsym(RTLD_NEXT, "write");
  int file = open(getenv("SYNC_TRACE"), O_WRONLY | O_APPEND | O_CREAT, 0600);
  put(file, text, length);
  close(file);
}
static int told(int file, int result) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path);
  if (result == 0 && length > 4 && !memcmp(path + length - 4, "-wal", 4)) tell("sync\\n", 5);
  return result;
}
int fsync(int file) { return told(file, ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file)); }
int fdatasync(int file) { return told(file, ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file)); }
ssize_t write(int file, const void *bytes, size_t length) {
  if (file == 1) { tell("say ", 4); tell(bytes, length); }
  return ((ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write"))(file, bytes, length);
}
`

const withShim: SyncTracer = {
  _tag: "Tracer",
  way: "a preloaded shim",
  trace: (args) =>
    inDirectory((directory) => {
      const [source, shim, file] = ["shim.c", "shim.so", "trace"].map((name) => join(directory, name))
      writeFileSync(source!, SHIM)
      runOrThrow("cc", ["-shared", "-fPIC", "-o", shim!, source!, "-ldl"])
      runOrThrow(process.execPath, args, { ...process.env, LD_PRELOAD: shim, SYNC_TRACE: file })
      const lines = existsSync(file!) ? readFileSync(file!, "utf8").split("\n") : []
      return lines.flatMap((line): ReadonlyArray<Traced> => {
        if (line === "sync") return [{ did: "sync" }]
        return line.startsWith("say ") ? [{ did: "say", text: line.slice(4) }] : []
      })
    }),
}

/** Whether a way to trace works here: it sees what a small process says. */
const faultOf = (tracer: SyncTracer): string | undefined => {
  if (tracer._tag === "None") return tracer.reason
  try {
    const said = tracer.trace(["-e", 'require("node:fs").writeSync(1, "here\\n")'])
    const isSeen = said.some((one) => one.did === "say" && one.text === "here")
    return isSeen ? undefined : `${tracer.way} saw nothing of a process.`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The ways to count syncs that work on this machine, and why the others do not. */
export const syncTracers = () => {
  const ways = [
    { name: "strace", tracer: withStrace },
    { name: "a preloaded shim", tracer: withShim },
  ]
  return ways.map(({ name, tracer }): { readonly name: string; readonly tracer: SyncTracer } => {
    const reason = process.platform === "linux" ? faultOf(tracer) : `${process.platform} has none.`
    return { name, tracer: reason === undefined ? tracer : { _tag: "None", reason } }
  })
}
