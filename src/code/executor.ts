import type { Directory } from "./directory.ts";

/** Runs programs, each executor in its own way. */
export interface CodeExecutor {
  readonly name: string;
  /**
   * Whatever the program does is in what is returned. Throws a `UserError` if there is no such sandbox on this machine,
   * or it cannot be started, and what `signal` is aborted with.
   */
  run(request: CodeRequest, signal?: AbortSignal): Promise<Ran>;
}

export interface CodeRequest {
  readonly language: string;
  /** Inside the directory. Code without one gets one that is removed after it ran. */
  readonly filename?: string;
  readonly code: string;
  readonly directory: Directory;
  readonly limits: Limits;
}

/** How one program ended. */
export interface Ran {
  readonly exitCode: number;
  /** Standard output and standard error, in the order in which they were written. Beyond `shownBytes`, the middle is left out. */
  readonly output: string;
  readonly ms: number;
  /** The limit that it exceeded, for which it was stopped. */
  readonly stopped?: Stop;
  /** All that is in the directory afterwards, sorted by name. */
  readonly files: readonly LeftFile[];
}

/** Hidden files, links, and `__pycache__` are none. */
export interface LeftFile {
  /** Its path from the directory, with slashes. */
  readonly name: string;
  readonly size: number;
  /** Both are missing if the files before it had used up `filesBytes`. */
  readonly sha256?: string;
  readonly bytes?: Uint8Array;
}

export type Stop = "time" | "output" | "memory" | "processes" | "files";

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
