import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { isRecord } from "../json/is-record.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "./result.ts";

/** A result that cannot be read: it says why, and what to do. */
export class ResultReadError extends Error {
  override readonly name = "ResultReadError";
}

/**
 * Reads a result file, case by case as it was written, so that a long one need not be held in memory. Returns what
 * stands before and behind the cases. Throws ResultReadError for a file that is missing, cut short, of another version,
 * or no result.
 */
export async function readResult(
  file: string,
  onCase: (result: CaseResult) => void,
): Promise<ResultHeader & SuiteEnd> {
  try {
    const ends = (await readByLine(file, onCase)) ?? (await readWhole(file, onCase));
    return checked(ends, file);
  } catch (error) {
    if (error instanceof ResultReadError) throw error;
    throw new ResultReadError(`${file} could not be read: ${whyNot(error as Error)}`, {
      cause: error,
    });
  }
}

/** Undefined where the file is not laid out as it was written, before any case was handed on. */
async function readByLine(file: string, onCase: (result: CaseResult) => void): Promise<unknown> {
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
  let head: string | undefined;
  let tail: string | undefined;
  for await (const line of lines) {
    if (head === undefined) {
      if (!line.endsWith(',"cases":[')) return undefined;
      head = line.slice(0, -',"cases":['.length);
      checked(JSON.parse(`${head}}`), file, false);
    } else if (line.startsWith("]")) tail = line;
    else if (line !== "")
      onCase(JSON.parse(line.endsWith(",") ? line.slice(0, -1) : line) as CaseResult);
  }
  if (head === undefined) return undefined;
  if (tail === undefined) throw new SyntaxError("Unexpected end of JSON input");
  return JSON.parse(head + tail.slice(1)) as unknown;
}

async function readWhole(file: string, onCase: (result: CaseResult) => void): Promise<unknown> {
  const value: unknown = JSON.parse(await readFile(file, "utf8"));
  if (!isRecord(value) || !Array.isArray(value["cases"])) return value;
  const { cases, ...ends } = checked(value, file) as ResultHeader &
    SuiteEnd & { cases: CaseResult[] };
  for (const result of cases) onCase(result);
  return ends;
}

function checked(value: unknown, file: string, whole = true): ResultHeader & SuiteEnd {
  const known = isRecord(value) && typeof value["suite"] === "string" && "case_file" in value;
  if (!known || (whole && !isRecord(value["summary"]))) {
    throw new ResultReadError(
      `${file} is not the result of a run. A result is written by swarm-eval run, to reports/<suite>.json.`,
    );
  }
  if (value["version"] !== 1) {
    throw new ResultReadError(
      `${file} is a result of version ${JSON.stringify(value["version"])}, and this version of swarm-eval reads 1. Run the suite again.`,
    );
  }
  return value as unknown as ResultHeader & SuiteEnd;
}

function whyNot(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file.";
  if (code === "EISDIR") return "it is a directory.";
  if (error instanceof SyntaxError)
    return `it is cut short or no JSON (${error.message}). Run the suite again.`;
  return error.message;
}
