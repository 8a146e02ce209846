import type { ResultFile, Conclusions } from "../../results/result-file.ts";
import type { CaseResult, SuiteEnd } from "../../results/result.ts";

const LARGEST_PENDING_BYTES = 256 * 1024;
/** At least so long lies between two writings, and twenty times what the last one took. */
const LEAST_MS = 200;

/** What a writer asks for while the run goes on. */
export interface WriterOptions {
  /** Makes the file. */
  readonly open: () => ResultFile;
  /** The cases with trials still to come, of which some have finished. */
  readonly unfinished: () => readonly CaseResult[];
  /** What has stopped the run; null while nothing has. */
  readonly stopped: () => SuiteEnd["stopped"];
  /** Told of a writing that was put off, and failed. */
  readonly onError: (error: unknown) => void;
}

/** Writes a suite's result as its trials finish: neither at each of them nor long after. All that writes throws ResultFileError. */
export class ResultWriter {
  readonly #options: WriterOptions;
  #file: ResultFile | undefined;
  /** By `performance.now()`. */
  #dueAt = 0;
  #putOff: NodeJS.Timeout | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Whether there is a file: a run that could not begin leaves the result of the one before it as it was. */
  get hasBegun(): boolean {
    return this.#file !== undefined;
  }

  /** Makes the file, if there is none. */
  begin(): ResultFile {
    return (this.#file ??= this.#options.open());
  }

  /** Takes in a case whose trials have all finished. */
  add(result: CaseResult): void {
    this.begin().add(result);
  }

  /** Writes what has finished, at the latest when it is due: what is under way may take long. */
  write(): void {
    const file = this.#file;
    if (file === undefined) return;
    const now = performance.now();
    if (file.pendingBytes < LARGEST_PENDING_BYTES && now < this.#dueAt) {
      this.#putOff ??= setTimeout(() => this.#writeDue(), this.#dueAt - now);
      return;
    }
    file.flush(this.#options.unfinished(), this.#options.stopped());
    this.#dueAt = performance.now() + Math.max(LEAST_MS, 20 * (performance.now() - now));
  }

  /** Writes the end, with what is concluded from all cases, and closes the file. */
  close(conclude: () => Conclusions): SuiteEnd {
    clearTimeout(this.#putOff);
    return this.begin().close(this.#options.stopped(), conclude());
  }

  #writeDue(): void {
    this.#putOff = undefined;
    try {
      this.write();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
