import { readFileSync, statSync } from "node:fs";
import { DEEPEST_IN_FILES, parseJson, TooDeepError } from "../json/depth.ts";
import { faultText, type Rule } from "../json/fault.ts";
import { isRecord } from "../json/value.ts";
import { list, openObject } from "../json/rules.ts";
import { onDisk } from "../text/from-start.ts";
import { MissingFileError } from "../text/missing-file.ts";
import { UserError } from "../text/user-error.ts";
import { linesOfFile, type FileLine } from "../text/lines-of-file.ts";
import { CASE, END, HEADER, type ResultVersion } from "./rules.ts";
import type { CaseResult, ResultHeader, SuiteEnd, Summary, TrialResult } from "./result.ts";
import { knownSpending, knownUsage } from "./spending.ts";
import { SummaryBuilder } from "./summary.ts";
import { endOfVersion1, trialOfVersion1 } from "./version-1.ts";
import type { Texts } from "../trajectory/requests.ts";
import { readTrial } from "./read-trial.ts";

/** A result file, read one case at a time. */
export interface ResultReading {
  readonly header: ResultHeader;
  /** Throws ResultReadError for a case that cannot be read. Returns the end. */
  readonly cases: Generator<CaseResult, ResultEnding>;
}

export interface ResultEnding {
  readonly end: SuiteEnd;
  /** Why the file breaks off. Then `end` sums up its whole cases, and `duration_ms` is NaN: not known. */
  readonly torn: ResultReadError | undefined;
}

/** Hands over each case of a reading, and returns its end. */
export function eachCase(
  { cases }: Pick<ResultReading, "cases">,
  visit: (result: CaseResult) => void,
): ResultEnding {
  let next = cases.next();
  for (; next.done !== true; next = cases.next()) visit(next.value);
  return next.value;
}

/** A file that is not a result. The message says where, what is wrong and what to do. */
class ResultReadError extends UserError {
  /** `line` counts from 1; undefined for the file as a whole. */
  constructor(file: string, line: number | undefined, message: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? "" : `:${line}`}: ${message}`, options);
  }
}

/** JSON in another layout than ours is read in one piece, up to this size. */
const LARGEST_PIECE = 64 * 1024 * 1024;

const CASES_BEGIN = `,"cases":[`;
const REMEDY =
  "A result file is what swarm-eval run writes to reports/<suite>.json: name one, or run the suite again.";

/**
 * Reads a result file, of version 1 too, case by case: memory does not grow with the suite. The same JSON in another
 * layout is read in one piece, if it is small. Throws ResultReadError and MissingFileError.
 */
export function readResult(file: string): ResultReading {
  const lines = openLines(file);
  const first = lines.next();
  if (first.done === true)
    throw new ResultReadError(file, undefined, `the file is empty. ${REMEDY}`);
  const text = first.value.text.replace(/^\uFEFF/, "");
  if (text.endsWith(CASES_BEGIN)) {
    const { header, version } = headerOf(parsed(`${text}]}`, file, 1), file);
    return { header, cases: casesByLine(file, version, lines) };
  }
  lines.return();
  return readWhole(file);
}

function openLines(file: string): Generator<FileLine, void> {
  try {
    if (statSync(onDisk(file)).isDirectory())
      throw new ResultReadError(file, undefined, `this is a directory. ${REMEDY}`);
  } catch (error) {
    if (error instanceof ResultReadError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new MissingFileError("result", file, /\.json$/, REMEDY);
    const problem = (error as Error).message;
    throw new ResultReadError(file, undefined, `${problem}. ${REMEDY}`, { cause: error });
  }
  return linesOfFile(file);
}

function parsed(text: string, file: string, line: number): unknown {
  try {
    return parseJson(text, DEEPEST_IN_FILES);
  } catch (error) {
    const { message } = error as Error;
    const problem = `${error instanceof TooDeepError ? "" : "this is not JSON: "}${message}. ${REMEDY}`;
    throw new ResultReadError(file, line, problem, { cause: error });
  }
}

function headerOf(
  value: unknown,
  file: string,
): { readonly header: ResultHeader; readonly version: ResultVersion } {
  if (!isRecord(value) || !("suite" in value) || !Array.isArray(value["cases"]))
    throw new ResultReadError(
      file,
      undefined,
      `this is not a result: it has no suite with cases. ${REMEDY}`,
    );
  const { cases: _, version, ...header } = value;
  if (version !== 1 && version !== 2) {
    throw new ResultReadError(
      file,
      undefined,
      `this is a result of version ${JSON.stringify(version)}, and this swarm-eval reads versions 1 and 2. Run the suite again, or use the swarm-eval that wrote it.`,
    );
  }
  requireThat(HEADER, header, file, 1);
  return { header: { version: 2, ...header } as ResultHeader, version };
}

function requireThat(rule: Rule, value: unknown, file: string, line: number): void {
  const [first] = rule(value);
  if (first === undefined) return;
  throw new ResultReadError(
    file,
    line,
    `this is not the result of a run: ${faultText(first)}. ${REMEDY}`,
  );
}

/** `value` must be a case of that version. Adds its texts to those of the file. */
function readCase(value: unknown, version: ResultVersion, known: Map<string, string>): CaseResult {
  const { texts = {}, ...written } = value as CaseResult & { readonly texts?: Texts };
  for (const [key, text] of Object.entries(texts)) known.set(key, text);
  const read = (version === 1 ? trialOfVersion1 : readTrial) as typeof readTrial;
  return {
    ...written,
    trials: written.trials.map((trial) => withKnownUsage(read(trial as never, known))),
  };
}

function withKnownUsage(trial: TrialResult): TrialResult {
  return { ...trial, ...knownSpendings(trial) };
}

function knownSpendings({ usage, spending, judges, ...of }: Summary | TrialResult) {
  return {
    usage: knownUsage(usage),
    spending: knownSpending(spending),
    judges: knownSpending(judges),
    ...("judge_usage" in of ? { judge_usage: knownUsage(of.judge_usage) } : {}),
  };
}

function endOf(value: unknown, version: ResultVersion, file: string, line: number): SuiteEnd {
  const end = version === 1 ? endOfVersion1(value) : value;
  requireThat(END, end, file, line);
  const written = end as SuiteEnd;
  const { summary } = written;
  return { ...written, summary: { ...summary, ...knownSpendings(summary) } };
}

function* casesByLine(
  file: string,
  version: ResultVersion,
  lines: Generator<FileLine, void>,
): Generator<CaseResult, ResultEnding> {
  const summary = new SummaryBuilder();
  const texts = new Map<string, string>();
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
    let value: unknown;
    try {
      value = parseJson(closing ? `{${text.slice(2)}` : text.replace(/,$/, ""), DEEPEST_IN_FILES);
    } catch (error) {
      if (error instanceof TooDeepError)
        throw new ResultReadError(file, number, `${error.message}. ${REMEDY}`, { cause: error });
      return tornAt(
        number,
        `the file breaks off in the middle of ${closing ? "its end" : "a case"}`,
      );
    }
    if (closing) return ended(endOf(value, version, file, number), summary, count);
    requireThat(CASE[version], value, file, number);
    const result = readCase(value, version, texts);
    summary.add(result);
    count++;
    yield result;
  }
  return tornAt(last, "the file breaks off after a case");
}

/** A run that was killed may have written cases that its summary does not count yet. */
function ended(end: SuiteEnd, summary: SummaryBuilder, count: number): ResultEnding {
  const whole = end.summary.cases === count && end.stopped !== "interrupted";
  return { end: whole ? end : { ...end, summary: summary.summary() }, torn: undefined };
}

function readWhole(file: string): ResultReading {
  const { size } = statSync(onDisk(file));
  if (size > LARGEST_PIECE) {
    throw new ResultReadError(
      file,
      undefined,
      `a file of ${Math.round(size / 1024 ** 2)} MB can only be read with a case on each line, as swarm-eval run writes it. ${REMEDY}`,
    );
  }
  const value = parsed(readFileSync(onDisk(file), "utf8").replace(/^\uFEFF/, ""), file, 1);
  const { header, version } = headerOf(value, file);
  const { cases, ...end } = value as { readonly cases: readonly unknown[] };
  requireThat(openObject({ cases: list(CASE[version]) }), value, file, 1);
  const texts = new Map<string, string>();
  const read = cases.map((one) => readCase(one, version, texts));
  return { header, cases: casesOf(read, endOf(end, version, file, 1)) };
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
