import { readFileSync, statSync, closeSync, openSync, readSync } from "node:fs";
import { faultText } from "../json/fault.ts";
import type { Rule } from "../json/fault.ts";
import { isRecord, parseIfJson } from "../json/value.ts";
import { CASE, CASES, END, HEADER } from "./result-rule.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "./result.ts";
import { SummaryBuilder } from "./summary.ts";

/** A result file that is being read: its head, and its cases one at a time. */
export interface ResultReading {
  readonly header: ResultHeader;
  /** Throws ResultReadError for a case that is none. It returns how the result ends. */
  readonly cases: Generator<CaseResult, ResultEnding>;
}

/** How a result ends. */
export interface ResultEnding {
  readonly end: SuiteEnd;
  /** What is wrong with a file that breaks off, of which `end` sums up the whole cases; its `duration_ms` is not known, and NaN. */
  readonly torn: ResultReadError | undefined;
}

/** JSON that is not laid out as this program does is read in one piece. */
const LARGEST_PIECE = 64 * 1024 * 1024;

/**
 * Reads a result file case by case, in memory that does not grow with the suite, as it was written: the head, a case on
 * each line, the end. Other JSON of the same content is read in one piece, if it is small. Throws ResultReadError.
 */
export function readResult(file: string): ResultReading {
  const lines = openLines(file);
  const first = lines.next();
  if (first.done === true)
    throw new ResultReadError(file, undefined, `the file is empty. ${REMEDY}`);
  const { text } = first.value;
  if (text.endsWith(CASES_BEGIN)) {
    return {
      header: headerOf(parsed(`${text}]}`, file, 1), file),
      cases: casesByLine(file, lines),
    };
  }
  lines.return();
  return readWhole(file);
}

const CASES_BEGIN = `,"cases":[`;
const REMEDY =
  "A result file is what swarm-eval run writes to reports/<suite>.json: name one, or run the suite again.";

function openLines(file: string): Generator<FileLine, void> {
  try {
    if (statSync(file).isDirectory())
      throw new ResultReadError(file, undefined, `this is a directory. ${REMEDY}`);
  } catch (error) {
    if (error instanceof ResultReadError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const problem = missing ? "there is no such file" : (error as Error).message;
    throw new ResultReadError(file, undefined, `${problem}. ${REMEDY}`, { cause: error });
  }
  return linesOfFile(file);
}

function parsed(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = `this is no JSON: ${(error as Error).message}. ${REMEDY}`;
    throw new ResultReadError(file, line, problem, { cause: error });
  }
}

function headerOf(value: unknown, file: string): ResultHeader {
  if (!isRecord(value) || !("suite" in value) || !Array.isArray(value["cases"]))
    throw new ResultReadError(
      file,
      undefined,
      `this is no result: it has no suite with cases. ${REMEDY}`,
    );
  if (value["version"] !== 1) {
    const version = JSON.stringify(value["version"]);
    throw new ResultReadError(
      file,
      undefined,
      `this is a result of version ${version}, and this swarm-eval reads version 1. Run the suite again, or use the swarm-eval that wrote it.`,
    );
  }
  const { cases: _, ...header } = value;
  requireThat(HEADER, header, file, 1);
  return header as unknown as ResultHeader;
}

function requireThat(rule: Rule, value: unknown, file: string, line: number): void {
  const [first] = rule(value);
  if (first === undefined) return;
  throw new ResultReadError(
    file,
    line,
    `this is no result of a run: ${faultText(first)}. ${REMEDY}`,
  );
}

function* casesByLine(
  file: string,
  lines: Generator<FileLine, void>,
): Generator<CaseResult, ResultEnding> {
  const summary = new SummaryBuilder();
  let count = 0;
  let last = 1;
  const tornAt = (line: number, what: string): ResultEnding => ({
    end: { duration_ms: NaN, stopped: "interrupted", summary: summary.summary() },
    torn: new ResultReadError(
      file,
      line,
      `${what}: the run was killed while it wrote, or the file was cut. The ${count} cases before are whole. For the others run the suite again.`,
    ),
  });
  for (const { number, text } of lines) {
    last = number;
    if (text === "") continue;
    const closing = text.startsWith("],");
    const value = parseIfJson(closing ? `{${text.slice(2)}` : text.replace(/,$/, ""));
    if (value === undefined)
      return tornAt(
        number,
        `the file breaks off in the middle of ${closing ? "its end" : "a case"}`,
      );
    if (closing) {
      requireThat(END, value, file, number);
      return ended(value as SuiteEnd, summary, count);
    }
    requireThat(CASE, value, file, number);
    const result = value as CaseResult;
    summary.add(result);
    count++;
    yield result;
  }
  return tornAt(last, "the file breaks off after a case");
}

/** A run that was killed has written cases that its summary does not speak of yet. */
function ended(end: SuiteEnd, summary: SummaryBuilder, count: number): ResultEnding {
  const whole = end.summary.cases === count && end.stopped !== "interrupted";
  return { end: whole ? end : { ...end, summary: summary.summary() }, torn: undefined };
}

function readWhole(file: string): ResultReading {
  const { size } = statSync(file);
  if (size > LARGEST_PIECE) {
    throw new ResultReadError(
      file,
      undefined,
      `a file of ${Math.round(size / 1024 ** 2)} MB can only be read with a case on each line, as swarm-eval run writes it. ${REMEDY}`,
    );
  }
  const value = parsed(readFileSync(file, "utf8"), file, 1);
  const header = headerOf(value, file);
  const { cases, ...end } = value as Record<string, unknown>;
  requireThat(CASES, value, file, 1);
  requireThat(END, end, file, 1);
  return { header, cases: casesOf(cases as readonly CaseResult[], end as unknown as SuiteEnd) };
}

function* casesOf(
  cases: readonly CaseResult[],
  end: SuiteEnd,
): Generator<CaseResult, ResultEnding> {
  const summary = new SummaryBuilder();
  for (const result of cases) {
    summary.add(result);
    yield result;
  }
  return ended(end, summary, cases.length);
}

/** A file that is no result, or only a part of one. Its message says where, what is wrong and what to do. */
export class ResultReadError extends Error {
  override readonly name = "ResultReadError";

  /** The line counts from 1; undefined where it is the file as a whole. */
  constructor(file: string, line: number | undefined, message: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? "" : `:${line}`}: ${message}`, options);
  }
}

/** A line of a file. */
interface FileLine {
  /** Counts from 1. */
  readonly number: number;
  readonly text: string;
}

const PIECE = 1024 * 1024;
const LINE_FEED = 0x0a;

/** Reads a UTF-8 file line by line, in memory for one line. Throws the file system's errors, and a RangeError for a line that is longer than a string can be. */
function* linesOfFile(file: string): Generator<FileLine, void> {
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
