import { closeSync, openSync, readSync } from "node:fs";

/** A line of a file. */
export interface FileLine {
  /** Counts from 1. */
  readonly number: number;
  readonly text: string;
}

const PIECE = 1024 * 1024;
const LINE_FEED = 0x0a;

/** Reads a UTF-8 file line by line, in memory for one line. Throws the file system's errors, and a RangeError for a line that is longer than a string can be. */
export function* linesOfFile(file: string): Generator<FileLine, void> {
  const descriptor = openSync(file, "r");
  try {
    const piece = Buffer.alloc(PIECE);
    let pending: Buffer[] = [];
    let number = 1;
    for (
      let length = readSync(descriptor, piece);
      length > 0;
      length = readSync(descriptor, piece)
    ) {
      let start = 0;
      for (
        let end = piece.indexOf(LINE_FEED);
        end >= 0 && end < length;
        end = piece.indexOf(LINE_FEED, start)
      ) {
        pending.push(piece.subarray(start, end));
        yield { number: number++, text: textOf(pending) };
        pending = [];
        start = end + 1;
      }
      // The piece is read into again.
      if (start < length) pending.push(Buffer.from(piece.subarray(start, length)));
    }
    if (pending.length > 0) yield { number, text: textOf(pending) };
  } finally {
    closeSync(descriptor);
  }
}

function textOf(parts: readonly Buffer[]): string {
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? only.toString("utf8")
    : Buffer.concat(parts).toString("utf8");
}
