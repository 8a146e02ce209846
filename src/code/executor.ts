import type { Directory } from "./directory.ts";
import type { LeftFile } from "./left-files.ts";
import type { Limits, Stop } from "./limits.ts";

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
