/** The limits that a program can exceed. */
export type Stop = "time" | "output" | "memory" | "processes" | "files";

/** What a program may take. */
export interface Limits {
  readonly timeMs: number;
  /** Of all its processes, each counted whole. */
  readonly memoryBytes: number;
  readonly processes: number;
  /** What it may print before it is stopped. */
  readonly outputBytes: number;
  /** How much of it is kept: half from the beginning, half from the end. */
  readonly shownBytes: number;
  /** What all files in the directory may take. */
  readonly filesBytes: number;
  readonly files: number;
}

const MIB = 2 ** 20;

export const LIMITS: Limits = {
  timeMs: 60_000,
  memoryBytes: 2048 * MIB,
  processes: 128,
  outputBytes: 16 * MIB,
  shownBytes: 2 ** 15,
  filesBytes: 64 * MIB,
  files: 1000,
};

/** What a program did that exceeded a limit, as the agent is told. */
export function exceeded(stopped: Stop, limits: Limits): string {
  const words: Readonly<Record<Stop, string>> = {
    time: `it ran longer than ${limits.timeMs / 1000} s`,
    output: `it printed more than ${mebibytes(limits.outputBytes)}`,
    memory: `it took more than ${mebibytes(limits.memoryBytes)} of memory`,
    processes: `it had more than ${limits.processes} processes`,
    files: `its directory has more than ${limits.files} files, or more than ${mebibytes(limits.filesBytes)}`,
  };
  return words[stopped];
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
}
