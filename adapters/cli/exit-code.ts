/** What a command ends with. Usage and I/O have the numbers of BSD's sysexits. */
export const EXIT = {
  /** Everything was done. */
  done: 0,
  /** The rules said no, or a check found something. */
  refused: 1,
  /** A plan that would change something. */
  changes: 2,
  /** The command was not written as it has to be. */
  usage: 64,
  /** A file, the store or the network did not do what was asked. */
  io: 74,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
