import { isUtf8 } from "node:buffer";
import { CaseFileError } from "./problem.ts";

/** A line of a file; numbers count from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const REPLACEMENT = "\uFFFD";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);
const UTF_16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** The lines of a part of a file that begins and ends with whole lines. `first` is the number of the first. Throws CaseFileError. */
export function decodeLines(bytes: Buffer, file: string, first: number): Line[] {
  const wrong = wrongEncoding(bytes, first === 1);
  if (wrong !== undefined) {
    const before = bytes.subarray(0, wrong.offset);
    const start = before.lastIndexOf(LINE_FEED) + 1;
    const line = first + before.toString("latin1").split("\n").length - 1;
    const column = before.toString("utf8", start).length + 1;
    throw new CaseFileError([{ file, line, column, message: wrong.message }]);
  }
  return bytes
    .toString("utf8")
    .split("\n")
    .map((text, index) => ({ number: first + index, text }));
}

interface WrongEncoding {
  readonly offset: number;
  readonly message: string;
}

/** The first thing in some bytes that no line of a case file holds. */
function wrongEncoding(bytes: Buffer, beginsFile: boolean): WrongEncoding | undefined {
  if (beginsFile && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK))
    return {
      offset: 0,
      message: "the file begins with a byte order mark. Save it as UTF-8 without one.",
    };
  if (beginsFile && UTF_16.some((mark) => bytes.subarray(0, 2).equals(mark)))
    return { offset: 0, message: "the file is UTF-16. Save it as UTF-8." };
  const found = [zeroByte(bytes), carriageReturn(bytes), notUtf8(bytes)];
  return found
    .filter((wrong) => wrong !== undefined)
    .reduce<WrongEncoding | undefined>(
      (nearest, wrong) =>
        nearest === undefined || wrong.offset < nearest.offset ? wrong : nearest,
      undefined,
    );
}

function zeroByte(bytes: Buffer): WrongEncoding | undefined {
  const offset = bytes.indexOf(0);
  if (offset < 0) return undefined;
  const message =
    "the file is binary or UTF-16: it holds a zero byte. A case file is JSONL in UTF-8, one case a line.";
  return { offset, message };
}

function carriageReturn(bytes: Buffer): WrongEncoding | undefined {
  for (
    let at = bytes.indexOf(CARRIAGE_RETURN);
    at >= 0;
    at = bytes.indexOf(CARRIAGE_RETURN, at + 1)
  ) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== LINE_FEED) continue;
    const message =
      'the line ends in CRLF. Save the file with LF; where git made it so, put "*.jsonl text eol=lf" into .gitattributes.';
    return { offset: at, message };
  }
  return undefined;
}

function notUtf8(bytes: Buffer): WrongEncoding | undefined {
  if (isUtf8(bytes)) return undefined;
  const text = bytes.toString("utf8");
  let offset = 0;
  let read = 0;
  for (let at = text.indexOf(REPLACEMENT); ; at = text.indexOf(REPLACEMENT, at + 1)) {
    offset += Buffer.byteLength(text.slice(read, at));
    // A file may hold the character itself.
    if (!bytes.subarray(offset, offset + 3).equals(REPLACEMENT_BYTES)) break;
    read = at;
  }
  return { offset, message: "here the file is no UTF-8. Save it as UTF-8." };
}
