import { isRecord } from "../json/is-record.ts";
import { plural } from "../text/count.ts";
import { cut } from "../text/cut.ts";
import type { CaseLine } from "./case-line.ts";
import { caseRule } from "./case-rule.ts";
import { explainFault } from "./explain-fault.ts";
import { CaseFileError } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { csvCell } from "./import-csv-cell.ts";
import { headerProblem } from "./import-csv-header.ts";
import { csvRows } from "./import-csv-rows.ts";
import type { Row } from "./import-csv-rows.ts";
import { newId } from "./new-id.ts";

type Value = Readonly<Record<string, unknown>>;

/**
 * Reads a CSV file of cases: a header line that names keys of a case, dotted where they are inside another, then a case
 * a row. `agent` is where those cases start that do not say so. Throws CaseFileError.
 */
export function readCsvCases(text: string, file: string, agent: string | undefined): CaseLine[] {
  const [header = { cells: [], line: 1 }, ...rows] = csvRows(text, file);
  const columns = header.cells.map((name) => name.trim());
  const wrong =
    headerProblem(columns) ?? (rows.length === 0 ? "no row follows the header." : undefined);
  if (wrong !== undefined)
    throw new CaseFileError([{ file, line: header.line, column: 1, message: wrong }]);

  const problems: Problem[] = [];
  const refuse = (line: number, message: string): void => {
    // A mistake in the header is made once, not in every row.
    if (!problems.some((known) => known.line === line && known.message === message))
      problems.push({ file, line, column: 1, message });
  };
  const read = rows.flatMap((row) => {
    const value = rowValue(row, columns, refuse);
    return value === undefined ? [] : [{ value, line: row.line }];
  });
  const lines = new Map<unknown, number>();
  for (const { value, line } of read) {
    const first = lines.get(value["id"]);
    if (value["id"] === undefined) continue;
    if (first === undefined) lines.set(value["id"], line);
    else refuse(line, `the id ${JSON.stringify(value["id"])} stands on line ${first} already.`);
  }
  const cases = read.map(({ value, line }) => {
    const id = value["id"] ?? newId(String(value["user"] ?? ""), (name) => lines.has(name));
    lines.set(id, line);
    const complete = { id, ...(agent === undefined ? {} : { agent }), ...value };
    for (const fault of caseRule(complete))
      refuse(fault.type === "key" ? header.line : line, explainFault(fault));
    return complete as unknown as CaseLine;
  });
  if (problems.length > 0) throw new CaseFileError(problems);
  return cases;
}

/** The case of a row; undefined where that is refused. */
function rowValue(
  { cells, line }: Row,
  columns: readonly string[],
  refuse: (line: number, message: string) => void,
): Value | undefined {
  if (cells.length !== columns.length) {
    refuse(
      line,
      `the row has ${plural(cells.length, "cell")}, where the header names ${columns.length}. A cell with a comma or a quote in it stands in quotes, its own quotes doubled.`,
    );
    return undefined;
  }
  let value: Value = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (cell.trim() === "") continue;
    try {
      value = withPart(value, column.split("."), csvCell(column, cell));
    } catch (error) {
      const { message } = error as Error;
      refuse(line, `${column}: ${cut(cell, 60)} begins as JSON and is none: ${message}.`);
      return undefined;
    }
  }
  return value;
}

/** The value with another part, at the path of its keys. */
function withPart(value: Value, [key = "", ...inner]: readonly string[], part: unknown): Value {
  if (inner.length === 0) return { ...value, [key]: part };
  const before = value[key];
  return { ...value, [key]: withPart(isRecord(before) ? before : {}, inner, part) };
}
