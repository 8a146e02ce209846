import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { onDisk } from "../../text/from-start.ts";
import { CaseFileError } from "./problem.ts";

/** A line of a file; numbers count from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

const MB = 1024 ** 2;

/** Longer than any conversation that a person writes, and short enough not to fill the memory. */
const LONGEST_LINE = 16 * MB;

const LINE_FEED = 0x0a;

/**
 * Reads a file in lists of lines, in bounded memory: without their ends, LF or CRLF, and without the byte order mark that
 * some editors begin a file with. Throws CaseFileError unless it is UTF-8, and what the file system throws.
 */
export async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  const chunks: AsyncIterable<Buffer> = createReadStream(onDisk(file), { highWaterMark: MB / 4 });
  let number = 1;
  let unended: Buffer[] = [];
  let unendedLength = 0;
  for await (const chunk of chunks) {
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

/** The whole lines of a part of a file. `first` is the number of the first. */
function decodeLines(bytes: Buffer, file: string, first: number): Line[] {
  const wrong = wrongEncoding(bytes);
  if (wrong !== undefined) {
    const before = linesIn(bytes.toString("utf8", 0, wrong.offset), first);
    const line = first + before.length - 1;
    const column = (before.at(-1) ?? "").length + 1;
    throw new CaseFileError([{ file, line, column, message: wrong.message }]);
  }
  return linesIn(bytes.toString("utf8"), first).map((text, index) => ({
    number: first + index,
    text,
  }));
}

function linesIn(text: string, first: number): string[] {
  const lines = (first === 1 ? text.replace(/^\uFEFF/, "") : text).split("\n");
  return text.includes("\r") ? lines.map((line) => line.replace(/\r$/, "")) : lines;
}

/** The first place in which the bytes are not those of a case file. */
function wrongEncoding(bytes: Buffer) {
  const found = [
    {
      offset: bytes.indexOf(0),
      message:
        "the file is binary or UTF-16: it holds a zero byte. A case file is JSONL in UTF-8, one case a line.",
    },
    { offset: invalidOffset(bytes), message: "this is not valid UTF-8. Save the file as UTF-8." },
  ];
  return found.filter(({ offset }) => offset >= 0).sort((a, b) => a.offset - b.offset)[0];
}

/** The offset of the first byte that is not UTF-8, or -1. */
function invalidOffset(bytes: Buffer): number {
  if (isUtf8(bytes)) return -1;
  // Decoding has replaced what is not valid.
  const decoded = Buffer.from(bytes.toString("utf8"));
  return bytes.findIndex((byte, index) => byte !== decoded[index]);
}
