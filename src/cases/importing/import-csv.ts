import { parse } from "csv-parse/sync";
import { parseJson, TooDeepError } from "../../json/depth.ts";
import { isRecord } from "../../json/value.ts";
import { plural } from "../../text/count.ts";
import { cut } from "../../text/printable.ts";
import { explainFault } from "../reading/explain.ts";
import { CaseFileError, type Problem } from "../reading/problem.ts";
import type { CaseLine } from "../rules/case-line.ts";
import { caseRule } from "../rules/case.ts";
import { newId } from "./new-id.ts";

type Value = Readonly<Record<string, unknown>>;

/**
 * Reads a CSV file of cases: a header line with keys of a case, dotted for keys inside another, then a case a row.
 * Cases that name no agent start at `agent`. Throws CaseFileError.
 */
export function readCsvCases(text: string, file: string, agent: string | undefined): CaseLine[] {
  const [header = { cells: [], line: 1 }, ...rows] = csvRows(text, file);
  const columns = header.cells.map((name) => name.trim());
  const wrong = headerProblem(columns, rows.length);
  if (wrong !== undefined)
    throw new CaseFileError([{ file, line: header.line, column: 1, message: wrong }]);

  // A mistake in the header is reported once, not for every row.
  const problems = new Map<string, Problem>();
  const refuse = (line: number, message: string): void =>
    void problems.set(`${line} ${message}`, { file, line, column: 1, message });
  const read = rows.flatMap(({ cells, line }) => {
    const value = rowValue(cells, columns);
    if (typeof value !== "string") return [{ value, line }];
    refuse(line, value);
    return [];
  });
  const lines = new Map<unknown, number>();
  for (const { value, line } of read) {
    const first = lines.get(value["id"]);
    if (value["id"] === undefined) continue;
    if (first === undefined) lines.set(value["id"], line);
    else refuse(line, `line ${first} has the id ${JSON.stringify(value["id"])} already.`);
  }
  const cases = read.map(({ value, line }) => {
    const id = value["id"] ?? newId(String(value["user"] ?? ""), (name) => lines.has(name));
    lines.set(id, line);
    const complete = { id, ...(agent === undefined ? {} : { agent }), ...value };
    for (const fault of caseRule(complete))
      refuse(fault.type === "key" ? header.line : line, explainFault(fault));
    return complete as unknown as CaseLine;
  });
  if (problems.size > 0) throw new CaseFileError([...problems.values()]);
  return cases;
}

/** The case of a row, or what is wrong with the row. */
function rowValue(cells: readonly string[], columns: readonly string[]): Value | string {
  if (cells.length !== columns.length)
    return `the row has ${plural(cells.length, "cell")}, but the header names ${columns.length}. Put a cell that holds a comma or a quote in quotes, and double its own quotes.`;
  let value: Value = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (cell.trim() === "") continue;
    try {
      value = withPart(value, column.split("."), csvCell(column, cell));
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof TooDeepError) return `${column}: ${message}.`;
      return `${column}: ${cut(cell, 60)} begins like JSON but is not valid: ${message}.`;
    }
  }
  return value;
}

/** The value with another part at a path of keys. */
function withPart(value: Value, [key = "", ...inner]: readonly string[], part: unknown): Value {
  if (inner.length === 0) return { ...value, [key]: part };
  const before = value[key];
  return { ...value, [key]: withPart(isRecord(before) ? before : {}, inner, part) };
}

/** What is wrong with the header line, in a sentence. */
function headerProblem(names: readonly string[], rows: number): string | undefined {
  if (names.length === 0) return "the file is empty.";
  const nameless = names.findIndex((name) => name === "" || name.split(".").includes(""));
  if (nameless >= 0) return `column ${nameless + 1} has no name.`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `there are two columns ${twice}.`;
  for (const name of names) {
    const inner = names.find((other) => other.startsWith(`${name}.`));
    if (inner !== undefined)
      return `${inner} is a part of ${name}: there can be only one of the two.`;
  }
  if (names.includes("user") || names.includes("turns"))
    return rows === 0 ? "no row follows the header." : undefined;
  return `there is no column user. The first line names the columns, with commas between them: id,user,expect.final_agent. It has: ${names.join(", ")}.`;
}

/** Columns of text, whatever it looks like. */
const TEXT = new Set([
  "id",
  "user",
  "agent",
  "model_override",
  "expect.agent",
  "expect.final_agent",
  "expect.output.equals",
  "expect.output.regex",
  "expect.said.equals",
  "expect.said.regex",
]);

/** Columns of names with semicolons between them. */
const NAMES = new Set([
  "tags",
  "expect.tool_calls",
  "expect.not_called",
  "expect.handoffs",
  "expect.check",
]);

/** Columns of text or JSON. */
const TEXT_OR_JSON = new Set([
  "expect.output.contains",
  "expect.output.icontains",
  "expect.output.not_contains",
  "expect.output.judge",
  "expect.said.contains",
  "expect.said.not_contains",
]);

/** The value of a cell. Throws a SyntaxError for one that begins like JSON but is not valid, and TooDeepError. */
function csvCell(column: string, cell: string): unknown {
  if (TEXT.has(column)) return cell;
  const text = cell.trim();
  if (/^[[{]/.test(text)) return parseJson(text);
  if (NAMES.has(column)) {
    return text
      .split(";")
      .map((name) => name.trim())
      .filter((name) => name !== "");
  }
  if (TEXT_OR_JSON.has(column)) return cell;
  return /^(?:".*"|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/s.test(text)
    ? JSON.parse(text)
    : cell;
}

interface Row {
  readonly cells: readonly string[];
  /** The line on which the row begins, from 1. */
  readonly line: number;
}

interface Parsed {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** The rows of a CSV file that are not empty, with the header. Throws CaseFileError. */
function csvRows(text: string, file: string): Row[] {
  try {
    // Quotes within a cell need no doubling: `{"$gt":0}` is easier to write that way.
    const options = {
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
    } as const;
    return (parse(text, options) as unknown as Parsed[])
      .map(({ record, raw, info }) => ({
        cells: record,
        line: info.lines - (raw.trimEnd().split("\n").length - 1),
      }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    if (lines === undefined) throw error;
    throw new CaseFileError([
      { file, line: lines, column: 1, message: `this is not CSV: ${message}.` },
    ]);
  }
}
