import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { fileRemedy } from "../text/file-remedy.ts";
import { onDisk } from "../text/from-start.ts";
import { makeDirectory } from "../text/make-directory.ts";
import { UserError } from "../text/user-error.ts";
import type { CaseResult, ResultHeader, SuiteEnd, Summary } from "./result.ts";
import { SummaryBuilder } from "./summary.ts";
import { writtenTrial } from "./written-trial.ts";

/** A result that cannot be written: the disk is full, the directory is not writable. */
class ResultFileError extends UserError {
  constructor(file: string, cause: unknown) {
    super(
      `The result ${file} could not be written: ${(cause as Error).message}. ${fileRemedy(cause, "name another directory with --output")}`,
      { cause },
    );
  }
}

/** What is concluded once all cases have been played. */
export type Conclusions = Omit<SuiteEnd, "duration_ms" | "stopped" | "summary">;

/**
 * A result file that grows as cases finish and is valid JSON at every moment: finished cases stay where they were
 * written, and what follows them (unfinished cases, the summary) is overwritten by what comes next.
 */
export class ResultFile {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #summary = new SummaryBuilder();
  readonly #startedAt: number;
  #offset = 0;
  /** In pieces: one long text would be copied once more for its bytes, and as UTF-16 if a single case needs that. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** The bytes after `#offset`. */
  #tail = Buffer.alloc(0);
  #first = true;

  /** `startedAt` is when the run began, by `performance.now()`. Throws ResultFileError, as all methods that write. */
  constructor(file: string, header: ResultHeader, startedAt: number = performance.now()) {
    this.#file = file;
    this.#startedAt = startedAt;
    try {
      makeDirectory(dirname(file));
      this.#descriptor = openSync(onDisk(file), "w");
    } catch (error) {
      throw new ResultFileError(file, error);
    }
    this.#append(`${JSON.stringify(header).slice(0, -1)},"cases":[`);
    this.flush([], null);
  }

  /** Adds a finished case. It is on disk after the next `flush`. */
  add(result: CaseResult): void {
    this.#summary.add(result);
    this.#append(this.#line(result));
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /**
   * Writes what was added; `unfinished` are cases with trials still to come. Until it is closed, the file says that the
   * run was interrupted, as it was if nothing more is written; its summary counts finished cases, without intervals.
   */
  flush(unfinished: readonly CaseResult[], stopped: SuiteEnd["stopped"]): void {
    this.#write(unfinished, this.#end(stopped ?? "interrupted", this.#summary.soFar()));
  }

  /** Writes the rest with the conclusions, and closes the file. */
  close(stopped: SuiteEnd["stopped"], conclusions: Conclusions = {}): SuiteEnd {
    const end = { ...this.#end(stopped, this.#summary.summary()), ...conclusions };
    this.#write([], end);
    closeSync(this.#descriptor);
    return end;
  }

  #append(text: string): void {
    const bytes = Buffer.from(text);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  #write(unfinished: readonly CaseResult[], end: SuiteEnd): void {
    const tail = Buffer.from(this.#tailOf(unfinished, end));
    try {
      this.#put(Buffer.concat([...this.#pending, tail]));
    } catch (error) {
      this.#restore();
      throw new ResultFileError(this.#file, error);
    }
    this.#offset += this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#tail = tail;
  }

  #put(bytes: Buffer): void {
    writeWhole(this.#descriptor, bytes, this.#offset);
    ftruncateSync(this.#descriptor, this.#offset + bytes.length);
  }

  /** After a failed write, puts back what was there, which had room; deletes the file if that was nothing. */
  #restore(): void {
    try {
      if (this.#tail.length > 0) this.#put(this.#tail);
      else rmSync(onDisk(this.#file), { force: true });
    } catch {
      // The error of the write itself is thrown.
    }
  }

  #line(result: CaseResult): string {
    const separator = this.#first ? "\n" : ",\n";
    this.#first = false;
    return separator + JSON.stringify({ ...result, trials: result.trials.map(writtenTrial) });
  }

  #tailOf(unfinished: readonly CaseResult[], end: SuiteEnd): string {
    const first = this.#first;
    const lines = unfinished.map((result) => this.#line(result)).join("");
    this.#first = first;
    return `${lines}\n],${JSON.stringify(end).slice(1)}\n`;
  }

  #end(stopped: SuiteEnd["stopped"], summary: Summary): SuiteEnd {
    return { duration_ms: Math.round(performance.now() - this.#startedAt), stopped, summary };
  }
}

function writeWhole(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
  }
}
