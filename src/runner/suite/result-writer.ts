import type { Conclusions, ResultFile } from "../../results/result-file.ts";
import type { CaseResult, SuiteEnd } from "../../results/result.ts";

const LARGEST_PENDING_BYTES = 256 * 1024;
/** Between two writes lie at least this many milliseconds, and twenty times what the last one took. */
const LEAST_MS = 200;

/** What a writer asks for during the run. */
export interface WriterOptions {
  readonly open: () => ResultFile;
  /** The cases of which only some trials have finished. */
  readonly unfinished: () => readonly CaseResult[];
  readonly stopped: () => SuiteEnd["stopped"];
  /** Called if a postponed write failed. */
  readonly onError: (error: unknown) => void;
}

/** Writes a suite's result as trials finish, soon after each but not at every one. Throws UserError. */
export class ResultWriter {
  readonly #options: WriterOptions;
  #file: ResultFile | undefined;
  /** By `performance.now()`. */
  #dueAt = 0;
  #postponed: NodeJS.Timeout | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Whether there is a file: a run that could not begin leaves the previous run's result alone. */
  get hasBegun(): boolean {
    return this.#file !== undefined;
  }

  begin(): ResultFile {
    return (this.#file ??= this.#options.open());
  }

  add(result: CaseResult): void {
    this.begin().add(result);
  }

  /** Writes what has finished, or sees to it that it is written when it is due: the next trial may take long. */
  write(): void {
    const file = this.#file;
    if (file === undefined) return;
    const now = performance.now();
    if (file.pendingBytes < LARGEST_PENDING_BYTES && now < this.#dueAt) {
      this.#postponed ??= setTimeout(() => this.#writePostponed(), this.#dueAt - now);
      return;
    }
    file.flush(this.#options.unfinished(), this.#options.stopped());
    this.#dueAt = performance.now() + Math.max(LEAST_MS, 20 * (performance.now() - now));
  }

  close(conclude: () => Conclusions): SuiteEnd {
    clearTimeout(this.#postponed);
    return this.begin().close(this.#options.stopped(), conclude());
  }

  #writePostponed(): void {
    this.#postponed = undefined;
    try {
      this.write();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
