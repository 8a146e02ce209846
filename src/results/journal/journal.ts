import { closeSync, ftruncateSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory } from "../../text/make-directory.ts";
import type { Texts } from "../../trajectory/requests.ts";
import { fileRemedy } from "../../text/file-remedy.ts";
import { onDisk } from "../../text/from-start.ts";
import { UserError } from "../../text/user-error.ts";
import type { CaseResult, ResultHeader } from "../result.ts";
import { writeWhole } from "../../text/write-whole.ts";

/** The first line of a journal. */
export interface JournalHead {
  readonly journal: 1;
  /** What must be the same for the run to go on, by how a user calls it. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly result: ResultHeader;
}

/** What a run had come to when a trial finished, for those that watch it. */
export interface Standing {
  /** What was spent so far, in US dollars and tokens, if that has a cap. */
  readonly spent?: { readonly cost: number; readonly tokens: number };
  /** Agents with the keys of forms that were not seen before. */
  readonly agents?: readonly (readonly [agent: string, forms: readonly string[]])[];
  /** The project's modules that were loaded since the last line, with a hash of each. */
  readonly modules?: readonly (readonly [path: string, hash: string])[];
}

/** A finished trial, but for its result, which ends the line as `trial`, in the words of a result file. */
export interface JournalLine extends Standing, Pick<CaseResult, "id" | "tags" | "line"> {
  /** That of the case. */
  readonly fingerprint: string;
  /** How many trials of the case are planned. */
  readonly planned: number;
  /** Milliseconds since the run began. */
  readonly at: number;
  /** The texts that its requests refer to, as far as no earlier line of the process has them. */
  readonly texts?: Texts;
}

/** Comes before the result of a trial; no other part of the line has this text, which no JSON string can hold. */
export const BEFORE_TRIAL = ',"trial":';

/** A journal that cannot be written: the disk is full, the directory is not writable. */
class JournalError extends UserError {
  constructor(file: string, cause: unknown) {
    super(
      `The journal ${file} could not be written: ${(cause as Error).message}. ${fileRemedy(cause, "name another directory with --output")}`,
      { cause },
    );
  }
}

/**
 * The progress of a run: a line for each trial, in the order in which they finish. A line is handed to the operating
 * system as soon as its trial has finished, so whatever ends the process leaves it there.
 */
export class Journal {
  readonly #file: string;
  readonly #head: JournalHead;
  #descriptor: number | undefined;
  #size: number;

  /** Of `size` bytes an earlier process of the run has written; of 0, the journal begins anew with its first line. */
  constructor(file: string, head: JournalHead, size = 0) {
    this.#file = file;
    this.#head = head;
    this.#size = size;
  }

  /** Throws JournalError, and leaves whole lines. */
  add(line: JournalLine, trial: Buffer): void {
    try {
      this.#descriptor ??= this.#open();
      const start = `${JSON.stringify(line).slice(0, -1)}${BEFORE_TRIAL}`;
      this.#write(this.#descriptor, Buffer.concat([Buffer.from(start), trial, END_OF_LINE]));
    } catch (error) {
      throw new JournalError(this.#file, error);
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number {
    makeDirectory(dirname(this.#file));
    const descriptor = openSync(onDisk(this.#file), this.#size === 0 ? "w" : "r+");
    // The last line of a process that was killed may be torn.
    ftruncateSync(descriptor, this.#size);
    if (this.#size === 0) this.#write(descriptor, Buffer.from(`${JSON.stringify(this.#head)}\n`));
    return descriptor;
  }

  #write(descriptor: number, bytes: Buffer): void {
    try {
      writeWhole(descriptor, bytes, this.#size);
    } catch (error) {
      ftruncateSync(descriptor, this.#size);
      throw error;
    }
    this.#size += bytes.length;
  }
}

const END_OF_LINE = Buffer.from("}\n");
