import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../../text/make-directory.ts";
import { attempt } from "../../runner/errors.ts";

/** UTF-16 units. A text of twice as many is too large for V8's young generation, and costs more to make room for than to write. */
const PIECE = 32 * 1024;

interface OpenFile {
  readonly name: string;
  readonly unfinished: string;
  readonly descriptor: number;
  /** What stands before all that was written. */
  start: string;
  pending: string;
}

/**
 * Report files that are written piece by piece. Each stands under its name once it is whole, so that nobody reads half of
 * one. All methods throw UsageError where the directory cannot be written to.
 */
export class ReportFiles {
  readonly #directory: string;
  readonly #open = new Map<string, OpenFile>();

  constructor(directory: string) {
    this.#directory = directory;
    // A run that ends before its reports leaves nothing behind.
    process.once("exit", () => {
      for (const { unfinished } of this.#open.values()) rmSync(unfinished, { force: true });
    });
  }

  put(name: string, place: "start" | "end", text: string): void {
    this.#attempt(name, () => {
      const file = this.#open.get(name) ?? this.#opened(name);
      if (place === "start") file.start += text;
      else file.pending += text;
      if (file.pending.length > PIECE) flush(file);
    });
  }

  /** Gives each file its name. Returns where they are. */
  finish(): string[] {
    const files = [...this.#open.keys()].map((name) => join(this.#directory, name));
    for (const [name, file] of this.#open) {
      this.#attempt(name, () => {
        flush(file);
        if (file.start !== "") prepend(file);
        closeSync(file.descriptor);
        renameSync(file.unfinished, join(this.#directory, name));
      });
      this.#open.delete(name);
    }
    return files;
  }

  #opened(name: string): OpenFile {
    makeDirectory(this.#directory);
    const unfinished = join(this.#directory, `.${name}.${process.pid}.unfinished`);
    const descriptor = openSync(unfinished, "w+");
    const file = { name, unfinished, descriptor, start: "", pending: "" };
    this.#open.set(name, file);
    return file;
  }

  #attempt(name: string, write: () => void): void {
    attempt(`The report ${join(this.#directory, name)} could not be written`, write);
  }
}

/** Used again and again: buffers of their own would fill the memory before they are collected. */
const SCRATCH = Buffer.allocUnsafeSlow(3 * PIECE);

function flush(file: OpenFile): void {
  const { descriptor, pending } = file;
  // A UTF-16 code unit takes three bytes at most.
  for (let start = 0; start < pending.length;) {
    const end = wholeEnd(pending, start + PIECE);
    const length = SCRATCH.write(pending.slice(start, end));
    writeAll(descriptor, SCRATCH.subarray(0, length), null);
    start = end;
  }
  file.pending = "";
}

/** An end that does not part a surrogate pair. */
function wholeEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const unit = text.charCodeAt(end - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? end - 1 : end;
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number | null): void {
  for (let written = 0; written < bytes.length;) {
    const at = position === null ? null : position + written;
    written += writeSync(descriptor, bytes, written, bytes.length - written, at);
  }
}

/** Moves what was written, the last piece first, and writes the start before it. */
function prepend({ descriptor, start }: OpenFile): void {
  const head = Buffer.from(start);
  const piece = Buffer.alloc(PIECE);
  for (let end = fstatSync(descriptor).size; end > 0;) {
    const position = Math.max(0, end - PIECE);
    const length = readSync(descriptor, piece, 0, end - position, position);
    writeAll(descriptor, piece.subarray(0, length), position + head.length);
    end = position;
  }
  writeAll(descriptor, head, 0);
}
