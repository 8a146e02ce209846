import { createReadStream } from "node:fs";
import { CaseFileError } from "./problem.ts";

/** A line of a file; numbers count from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Longer than any conversation that a person wrote, and short enough not to fill the memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

const LINE_FEED = 0x0a;

/** Reads a file line by line, in bounded memory. Throws CaseFileError where it is no text as case files are: UTF-8 without a byte order mark, lines ended by LF. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 1;
  let pending: Buffer[] = [];
  let pendingLength = 0;
  const line = (bytes: Buffer): Line => ({ number, text: decode(bytes, file, number) });

  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield line(Buffer.concat([...pending, chunk.subarray(start, end)]));
      pending = [];
      pendingLength = 0;
      start = end + 1;
      number++;
    }
    pending.push(chunk.subarray(start));
    pendingLength += chunk.length - start;
    if (pendingLength > LONGEST_LINE) {
      throw problem(
        file,
        number,
        1,
        `the line is longer than ${LONGEST_LINE / 1024 ** 2} MB. A case file is JSONL: one case a line`,
      );
    }
  }
  if (pendingLength > 0) yield line(Buffer.concat(pending));
}

function decode(bytes: Buffer, file: string, number: number): string {
  if (number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw problem(
      file,
      1,
      1,
      `the file begins with a byte order mark. Save it as UTF-8 without one, or run: sed -i '1s/^\\xEF\\xBB\\xBF//' ${file}`,
    );
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw problem(file, number, 1, "the file is UTF-16. Save it as UTF-8");
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    throw problem(
      file,
      number,
      zero + 1,
      "the file is binary: it holds a zero byte. A case file is JSONL: one case a line",
    );
  if (bytes.at(-1) === 0x0d) {
    throw problem(
      file,
      number,
      bytes.length,
      `the line ends in CRLF. Save the file with LF, or run: sed -i 's/\\r$//' ${file}`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw problem(
      file,
      number,
      validPrefix(bytes) + 1,
      "the line is no UTF-8. Save the file as UTF-8",
    );
  }
}

/** How many characters can be read before the first byte that is no UTF-8. */
function validPrefix(bytes: Buffer): number {
  const replaced = bytes.toString("utf8");
  return Math.max(0, replaced.indexOf("\uFFFD"));
}

function problem(file: string, line: number, column: number, message: string): CaseFileError {
  return new CaseFileError([{ file, line, column, message: `${message}.` }]);
}
