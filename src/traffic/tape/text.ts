import { crc32 } from "node:zlib";
import { DEEPEST_IN_FILES, TooDeepError, tooDeepAt } from "../../json/depth.ts";
import { parseIfJson } from "../../json/value.ts";
import type { Reply } from "../http/http.ts";
import { readReply, writeReply } from "./reply-text.ts";
import { renumber } from "./request-line.ts";
import { TapeError, type Exchange, type TapeContent, type TapeHeader } from "./tape.ts";

/** The version of the format. In version 1, requests had no hosts. Tapes of other versions are refused. */
const VERSION = 2;

/**
 * A tape as text, one JSON value a line: the header; then for each exchange the parts that it sends for the first time,
 * the request with the numbers of its parts, and the reply; last a checksum of every line, so that a tape that was cut
 * short or changed does not count as what a model said.
 */
export function writeTape({ version, header, parts, exchanges }: TapeContent): string {
  const lines = [JSON.stringify({ tape: version, ...header })];
  const numbers = new Map<number, number>();
  exchanges.forEach(({ request, lane, reply }, index) => {
    const number = index + 1;
    lines.push(...requestLines(request, lane, number, parts, numbers));
    lines.push(writeReply(number, reply()));
  });
  lines.push(
    JSON.stringify({ end: { exchanges: exchanges.length, crc32: lines.map(checksum).join(" ") } }),
  );
  return `${lines.join("\n")}\n`;
}

/** The parts that a request sends for the first time, and the request; `numbers` are those of the written tape. */
function requestLines(
  request: string,
  lane: string,
  index: number,
  parts: readonly string[],
  numbers: Map<number, number>,
): string[] {
  const lines: string[] = [];
  const line = renumber(request, (number) => {
    let name = numbers.get(number);
    if (name === undefined) {
      numbers.set(number, (name = numbers.size + 1));
      lines.push(`{"part":${name},"value":${parts[number - 1]}}`);
    }
    return name;
  });
  const inLane = lane === "" ? "" : `"lane":"${lane}",`;
  return [...lines, `{"request":${index},${inLane}${line.slice(1)}`];
}

/** The text after its header of a tape whose first request is this. */
export function beginningOf(request: string, parts: readonly string[]): string {
  return `${requestLines(request, "", 1, parts, new Map()).join("\n")}\n`;
}

/** A tape's text as it was written: a checkout may have changed the line ends (no line contains one), an editor added a byte order mark. */
export function asWritten(text: string): string {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return plain.includes("\r\n") ? plain.replaceAll("\r\n", "\n") : plain;
}

/** Throws TapeError for a text that is not a tape, of another version, cut short, or changed after it was written. */
export function readTape(text: string, file: string): TapeContent {
  const unix = asWritten(text);
  // An editor may have taken away or added the last line end.
  const lines = unix.split("\n");
  while (lines.length > 2 && lines.at(-2) === "") lines.pop();
  if (unix !== "" && lines.at(-1) !== "") lines.push("");
  const { version, header } = headOf(lines, file);
  const recorded = lines.slice(0, -2);
  const checksums = checksumsOf(lines, file);
  for (let index = 0; index < Math.max(recorded.length, checksums.length); index++) {
    const line = recorded[index];
    if (line !== undefined && checksum(line) === checksums[index]) continue;
    throw changedError(lines, file, index, recorded.length - checksums.length);
  }
  const parts: string[] = [];
  const exchanges: Exchange[] = [];
  for (const [index, line] of recorded.entries()) {
    if (tooDeepAt(line, DEEPEST_IN_FILES) !== undefined)
      throw new TapeError(
        file,
        index + 1,
        `${new TooDeepError(0, DEEPEST_IN_FILES).message}. ${REMEDY}`,
      );
    if (line.startsWith('{"part":'))
      parts.push(line.slice(line.indexOf(",") + ',"value":'.length, -1));
    else if (line.startsWith('{"request":')) {
      const { lane, request } = readRequestLine(line);
      const reply = readOnce(recorded[index + 1] as string);
      exchanges.push({ request, lane, reply });
    }
  }
  return { version, header, parts, exchanges };
}

const LANE = '"lane":"';

/** The line by which a request is found again, without its number, and its lane. */
function readRequestLine(line: string): Pick<Exchange, "request" | "lane"> {
  const start = line.indexOf(",") + 1;
  if (!line.startsWith(LANE, start)) return { request: `{${line.slice(start)}`, lane: "" };
  const end = line.indexOf('"', start + LANE.length);
  return {
    request: `{${line.slice(end + 2)}`,
    lane: line.slice(start + LANE.length, end),
  };
}

const REMEDY =
  "Restore the file from version control, or record the case again with --traffic update.";

function headOf(lines: readonly string[], file: string): Pick<TapeContent, "version" | "header"> {
  const [line = ""] = lines;
  if (lines.length === 1 && line === "") throw new TapeError(file, 1, `it is empty. ${REMEDY}`);
  const first = (parseIfJson(line) ?? {}) as TapeHeader & { tape?: unknown };
  const { tape: version, ...header } = first;
  if (version === 1 || version === VERSION) return { version, header };
  const problem =
    version === undefined
      ? `it is not a tape: the first line of one begins {"tape":${VERSION}, and this one begins ${JSON.stringify(line.slice(0, 20))}. ${REMEDY}`
      : `it is of version ${JSON.stringify(version)}, and this swarm-eval reads versions 1 and ${VERSION}. Record the case again with --traffic update, or play it with the swarm-eval that recorded it.`;
  throw conflictError(lines, file) ?? new TapeError(file, 1, problem);
}

function checksumsOf(lines: readonly string[], file: string): readonly string[] {
  const written = parseIfJson(lines.at(-2) ?? "") as { end?: { crc32?: unknown } } | undefined;
  const sums = written?.end?.crc32;
  if (typeof sums === "string" && lines.at(-1) === "") return sums.split(" ");
  const last = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  const problem = `it was cut short: the last line of a tape holds its checksums. ${REMEDY}`;
  throw conflictError(lines, file) ?? new TapeError(file, last, problem);
}

/** The error for the first line that is not as it was recorded; `more` is the number of lines that were added. */
function changedError(
  lines: readonly string[],
  file: string,
  index: number,
  more: number,
): TapeError {
  const what =
    more === 0
      ? "the line was changed after it was recorded"
      : `here ${Math.abs(more)} ${Math.abs(more) === 1 ? "line was" : "lines were"} ${more > 0 ? "added" : "taken out"} after it was recorded`;
  return conflictError(lines, file) ?? new TapeError(file, index + 1, `${what}. ${REMEDY}`);
}

function conflictError(lines: readonly string[], file: string): TapeError | undefined {
  const index = lines.findIndex((line) => /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/.test(line));
  if (index < 0) return undefined;
  const problem =
    "it holds the marks of a merge conflict. Take one side whole, or record the case again with --traffic update.";
  return new TapeError(file, index + 1, problem);
}

function checksum(line: string): string {
  return crc32(line).toString(16).padStart(8, "0");
}

/** Decodes a reply when it is first used: most are used once, and some never. */
function readOnce(line: string): () => Reply {
  let reply: Reply | undefined;
  return () => (reply ??= readReply(line));
}
