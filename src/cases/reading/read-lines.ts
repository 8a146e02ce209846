import { createReadStream } from "node:fs";
import { decodeLines } from "./decode-lines.ts";
import type { Line } from "./decode-lines.ts";
import { CaseFileError } from "./problem.ts";

const MB = 1024 ** 2;

/** Longer than any conversation that a person wrote, and short enough not to fill the memory. */
const LONGEST_LINE = 16 * MB;

const LINE_FEED = 0x0a;

/**
 * Reads a file in lists of lines, in bounded memory. Throws CaseFileError where it is no text as case files are: UTF-8
 * without a byte order mark, lines ended by LF; and what the file system throws.
 */
export async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  let number = 1;
  let unended: Buffer[] = [];
  let unendedLength = 0;

  for await (const chunk of createReadStream(file, {
    highWaterMark: MB / 4,
  }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end >= 0) {
      const lines = decodeLines(Buffer.concat([...unended, chunk.subarray(0, end)]), file, number);
      yield lines;
      number += lines.length;
      unended = [];
      unendedLength = 0;
    }
    unended.push(chunk.subarray(end + 1));
    unendedLength += chunk.length - end - 1;
    if (unendedLength > LONGEST_LINE) {
      const message = `the line is longer than ${LONGEST_LINE / MB} MB. A case file is JSONL: one case a line.`;
      throw new CaseFileError([{ file, line: number, column: 1, message }]);
    }
  }
  if (unendedLength > 0) yield decodeLines(Buffer.concat(unended), file, number);
}
