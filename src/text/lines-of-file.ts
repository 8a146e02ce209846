import { constants } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { onDisk } from "./from-start.ts";
import { UserError } from "./user-error.ts";

/** `number` counts from 1. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
}

const PIECE = 1024 * 1024;
const LINE_FEED = 0x0a;
/** One piece less than a string holds, since a line ends somewhere in one. */
const LONGEST = constants.MAX_STRING_LENGTH - PIECE;

/** A line that no string can hold. */
class LongLineError extends UserError {}

/** One line in memory at a time, without its end, LF or CRLF. Throws LongLineError and the file system's errors. */
export function* linesOfFile(file: string): Generator<FileLine, void> {
  const descriptor = openSync(onDisk(file), "r");
  try {
    const buffer = Buffer.alloc(PIECE);
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    let number = 1;
    let length: number;
    while ((length = readSync(descriptor, buffer)) > 0) {
      const piece = buffer.subarray(0, length);
      let start = 0;
      let end: number;
      while ((end = piece.indexOf(LINE_FEED, start)) >= 0) {
        yield { number: number++, text: textOf(pending, piece.subarray(start, end)) };
        pending = [];
        pendingBytes = 0;
        start = end + 1;
      }
      // The buffer is read into again.
      if (start < length) pending.push(Buffer.from(piece.subarray(start)));
      pendingBytes += length - start;
      if (pendingBytes > LONGEST)
        throw new LongLineError(
          `${file}:${number}: the line has more than ${Math.floor(LONGEST / 1024 ** 2)} MB, and cannot be read. Have tools return less, or play fewer trials of a case.`,
        );
    }
    if (pending.length > 0) yield { number, text: textOf(pending, Buffer.alloc(0)) };
  } finally {
    closeSync(descriptor);
  }
}

function textOf(pending: readonly Buffer[], last: Buffer): string {
  return (pending.length === 0 ? last : Buffer.concat([...pending, last]))
    .toString()
    .replace(/\r$/, "");
}
