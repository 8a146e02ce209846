import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileRemedy } from "../text/file-remedy.ts";
import { onDisk } from "../text/from-start.ts";
import { makeDirectory } from "../text/make-directory.ts";
import { UserError } from "../text/user-error.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "./result.ts";
import { SummaryBuilder } from "./summary.ts";
import { writeWhole } from "../text/write-whole.ts";
import { NewTexts } from "../trajectory/texts.ts";
import type { Texts } from "../trajectory/requests.ts";
import { trialText } from "./written-trial.ts";

/** A result that cannot be written: the disk is full, the directory is not writable, or was removed. */
class ResultFileError extends UserError {
  constructor(file: string, cause: unknown) {
    super(
      `The result ${file} could not be written: ${(cause as Error).message}. ${remedyOf(cause)}`,
      { cause },
    );
  }
}

function remedyOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code === "ENOENT"
    ? "Its directory was removed during the run: find out which tool or program removes it, and run again."
    : fileRemedy(error, "name another directory with --output");
}

/** What is concluded once all cases have been played. */
export type Conclusions = Omit<SuiteEnd, "duration_ms" | "stopped" | "summary">;

const LARGEST_PENDING_BYTES = 256 * 1024;

/**
 * A result file, written beside its place as cases finish, and moved there when it is whole and on the disk: readers see
 * the last whole result or this one. All methods throw ResultFileError.
 */
export class ResultFile {
  readonly #file: string;
  readonly #unfinished: string;
  readonly #descriptor: number;
  readonly #startedAt: number;
  readonly #summary = new SummaryBuilder();
  readonly #texts = new NewTexts();
  /** In pieces: one long text would be copied once more for its bytes, and as UTF-16 if a single case needs that. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #written = 0;
  #separator = "\n";

  /** `startedAt` is when the run began, by `performance.now()`. */
  constructor(file: string, header: ResultHeader, startedAt: number = performance.now()) {
    this.#file = file;
    this.#startedAt = startedAt;
    this.#unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.unfinished`);
    this.#descriptor = this.#attempt(() => {
      makeDirectory(dirname(file));
      return openSync(onDisk(this.#unfinished), "w");
    });
    this.#append(Buffer.from(`${JSON.stringify(header).slice(0, -1)},"cases":[`));
  }

  /** Adds the next case, whose trials are written like this. */
  add(result: CaseResult, trials: readonly Buffer[] = result.trials.map(trialText)): void {
    this.#summary.add(result);
    this.#append(Buffer.from(this.#separator));
    const texts = this.#texts.of(result.trials);
    for (const piece of caseText(texts === undefined ? result : { ...result, texts }, trials))
      this.#append(piece);
    this.#separator = ",\n";
    if (this.#pendingBytes > LARGEST_PENDING_BYTES) this.#flush();
  }

  /** Writes the end, and moves the file to its place, or to another in its directory. */
  close(
    stopped: SuiteEnd["stopped"],
    conclusions: Conclusions = {},
    {
      file = this.#file,
      duration_ms = Math.round(performance.now() - this.#startedAt),
    }: { readonly file?: string; readonly duration_ms?: number } = {},
  ): SuiteEnd {
    const end = { duration_ms, stopped, summary: this.#summary.summary(), ...conclusions };
    this.#append(Buffer.from(`\n],${JSON.stringify(end).slice(1)}\n`));
    this.#flush();
    this.#attempt(() => {
      // Otherwise a power cut could leave an empty file in its place.
      fsyncSync(this.#descriptor);
      closeSync(this.#descriptor);
      renameSync(onDisk(this.#unfinished), onDisk(file));
    });
    return end;
  }

  #append(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #flush(): void {
    this.#attempt(() => writeWhole(this.#descriptor, Buffer.concat(this.#pending), this.#written));
    this.#written += this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** After a failed write nothing is left but what was there before. */
  #attempt<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      rmSync(onDisk(this.#unfinished), { force: true });
      throw new ResultFileError(this.#file, error);
    }
  }
}

/** A case as it stands in a result file, in pieces; `trials` are those of its trials. */
function caseText(
  result: CaseResult & { readonly texts?: Texts },
  trials: readonly Buffer[],
): Buffer[] {
  const NO_TRIALS = '"trials":[]';
  // No JSON string can hold that text: its quotes are escaped there.
  const [before = "", after = ""] = JSON.stringify({ ...result, trials: [] }).split(NO_TRIALS);
  const pieces = trials.flatMap((trial, index) => (index === 0 ? [trial] : [COMMA, trial]));
  return [Buffer.from(`${before}"trials":[`), ...pieces, Buffer.from(`]${after}`)];
}

const COMMA = Buffer.from(",");
