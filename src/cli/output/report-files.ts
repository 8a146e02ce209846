import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { attempt } from "../../runner/errors.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import { onDisk } from "../../text/from-start.ts";

/** A text of twice as many characters is too large for V8's young generation, and costs more to hold than to write. */
const PIECE = 32 * 1024;

interface OpenFile {
  /** Where it is written until it is whole. */
  readonly unfinished: string;
  readonly descriptor: number;
  /** Belongs before everything else. */
  start: string;
  /** Belongs after what was written. */
  pending: string;
}

/** Files of this process that have no name yet. */
const unfinishedFiles = new Set<string>();

/** A run that ends before its reports leaves nothing behind. One listener for all suites: Node warns of eleven. */
function removeUnfinishedAtExit(): void {
  if (process.listeners("exit").includes(removeUnfinished)) return;
  process.once("exit", removeUnfinished);
}

function removeUnfinished(): void {
  for (const file of unfinishedFiles) rmSync(onDisk(file), { force: true });
}

/**
 * Report files, written piece by piece. Each gets its name when it is whole, so that nobody reads half of one. All
 * methods throw UsageError if the directory cannot be written to.
 */
export class ReportFiles {
  readonly #directory: string;
  readonly #name: string;
  /** By their endings. */
  readonly #open = new Map<string, OpenFile>();

  /** `name` is that of unfinished files. */
  constructor(directory: string, name: string) {
    this.#directory = directory;
    this.#name = name;
  }

  put(ending: string, place: "start" | "end", text: string): void {
    attemptReport(join(this.#directory, `${this.#name}${ending}`), () => {
      const file = this.#open.get(ending) ?? this.#begin(ending);
      if (place === "start") file.start += text;
      else file.pending += text;
      if (file.pending.length > PIECE) flush(file);
    });
  }

  /** Gives each file its name, which begins like this. Returns their paths. */
  finish(beginning: string): string[] {
    const files: string[] = [];
    for (const [ending, file] of this.#open) {
      const path = join(this.#directory, `${beginning}${ending}`);
      attemptReport(path, () => {
        flush(file);
        if (file.start !== "") prepend(file);
        closeSync(file.descriptor);
        renameSync(onDisk(file.unfinished), onDisk(path));
        unfinishedFiles.delete(file.unfinished);
      });
      this.#open.delete(ending);
      files.push(path);
    }
    return files;
  }

  #begin(ending: string): OpenFile {
    makeDirectory(this.#directory);
    const unfinished = join(this.#directory, `.${this.#name}${ending}.${process.pid}.unfinished`);
    const file = {
      unfinished,
      descriptor: openSync(onDisk(unfinished), "w+"),
      start: "",
      pending: "",
    };
    this.#open.set(ending, file);
    removeUnfinishedAtExit();
    unfinishedFiles.add(unfinished);
    return file;
  }
}

function attemptReport(path: string, write: () => void): void {
  attempt(`The report ${path} could not be written`, write);
}

function flush(file: OpenFile): void {
  appendFileSync(file.descriptor, file.pending);
  file.pending = "";
}

/** Moves what was written, the last piece first, and writes the start before it. */
function prepend({ descriptor, start }: OpenFile): void {
  const head = Buffer.from(start);
  const piece = Buffer.alloc(PIECE);
  for (let end = fstatSync(descriptor).size; end > 0;) {
    const position = Math.max(0, end - PIECE);
    const length = readSync(descriptor, piece, 0, end - position, position);
    writeAt(descriptor, piece.subarray(0, length), position + head.length);
    end = position;
  }
  writeAt(descriptor, head, 0);
}

function writeAt(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
}
