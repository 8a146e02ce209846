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
