import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { caseRow } from "../failures/case-row.ts";
import type { CaseRow } from "../failures/case-row.ts";
import { CASE_CHANCES_HEAD, CaseChances } from "../words/case-chances.ts";
import { caseTable } from "./case-table.ts";
import { Causes } from "../failures/causes.ts";
import type { Cause } from "../failures/causes.ts";
import { casesOf, tellCause } from "../failures/explain-cause.ts";
import { plural } from "../../text/count.ts";
import type { Paint } from "../words/paint.ts";
import { priceGaps, priceLines } from "../words/prices.ts";
import { Leftovers } from "../failures/leftovers.ts";
import { NOTHING } from "../report.ts";
import type { MakeReport, Output, Report, Surroundings } from "../report.ts";
import { CHANCES_HEAD, chances, rateText, remarks, sumsLine } from "../words/sums.ts";
import { hanging } from "../words/width.ts";

/** In a longer suite only what did not pass has a row. */
const MOST_ROWS = 200;
const MOST_CAUSES = 20;

/** The table of a suite, what went wrong below it, and the sums; in memory that does not grow with the suite. */
export const tableReport: MakeReport = (header, surroundings) =>
  new TableReport(header, surroundings);

class TableReport implements Report {
  readonly #header: ResultHeader;
  readonly #surroundings: Surroundings;
  readonly #rows: CaseRow[] = [];
  readonly #notPassed: CaseRow[] = [];
  readonly #causes = new Causes(MOST_CAUSES);
  readonly #leftovers = new Leftovers();
  readonly #caseChances = new CaseChances();
  #cases = 0;
  #notPassedCount = 0;

  constructor(header: ResultHeader, surroundings: Surroundings) {
    this.#header = header;
    this.#surroundings = surroundings;
  }

  add(result: CaseResult): readonly Output[] {
    this.#cases++;
    if (result.verdict !== "passed") this.#notPassedCount++;
    for (const rows of result.verdict === "passed" ? [this.#rows] : [this.#rows, this.#notPassed]) {
      if (rows.length < MOST_ROWS) rows.push(caseRow(result));
    }
    this.#causes.add(result);
    this.#leftovers.add(result);
    this.#caseChances.add(result);
    return NOTHING;
  }

  end(end: SuiteEnd): Output[] {
    const { paint, columns } = this.#surroundings;
    const whole = this.#cases <= MOST_ROWS;
    const rows = whole ? this.#rows : this.#notPassed;
    const { headline, lines } = this.#leftovers;
    const text = [
      ...(rows.length > 0 ? [caseTable(rows, paint, columns)] : []),
      ...(whole ? [] : [this.#withoutRows()]),
      ...this.#causes.causes.map((cause) => this.#told(cause)),
      ...(this.#causes.beyond > 0
        ? [
            `… and ${plural(this.#causes.beyond, "more case")} that did not pass for other causes, in the result file.`,
          ]
        : []),
      ...(headline === undefined
        ? []
        : [
            [
              paint("yellow", headline),
              ...lines.flatMap((line) => hanging(`  ${line}`, columns)),
            ].join("\n"),
          ]),
      ...caseChances(this.#caseChances, paint),
      sums(this.#header, end, paint),
    ].join("\n\n");
    return [{ to: "stdout", text: `${text}\n` }];
  }

  #told(cause: Cause): string {
    const { paint, columns } = this.#surroundings;
    const { verdict, first } = cause;
    const head = [
      paint(verdict === "failed" ? "red" : "yellow", verdict.toUpperCase()),
      paint("bold", casesOf(cause)),
      paint("dim", `${this.#header.case_file}:${first.line}`),
    ];
    const told = tellCause(cause, paint).flatMap((line) => hanging(`  ${line}`, columns));
    return [
      head.join("  "),
      ...told.map((line) => (/^ *│/.test(line) ? paint("dim", line) : line)),
    ].join("\n");
  }

  #withoutRows(): string {
    const passed = this.#cases - this.#notPassedCount;
    const others = this.#notPassedCount - this.#notPassed.length;
    return [
      ...(passed > 0
        ? [`${plural(passed, "case")} passed and ${passed === 1 ? "has" : "have"} no row.`]
        : []),
      ...(others > 0
        ? [
            `${plural(others, "more case")} did not pass and ${others === 1 ? "has" : "have"} none either.`,
          ]
        : []),
    ].join(" ");
  }
}

function sums(header: ResultHeader, end: SuiteEnd, paint: Paint): string {
  const rate = rateText(end.summary);
  const rows = chances(end.summary);
  return [
    sumsLine(end, paint),
    ...remarks(header, end).map((remark) => paint("yellow", remark)),
    // A replay was free: which prices it would have had is in the result.
    ...(header.traffic === "replay" ? priceGaps(end) : priceLines(header, end)).map((line) =>
      paint("dim", line),
    ),
    ...(rate === undefined ? [] : [rate]),
    ...(rows.length === 0 ? [] : aligned([CHANCES_HEAD, ...rows])),
  ].join("\n");
}

/** What one may expect of single cases, which the sums say nothing of. */
function caseChances(chances: CaseChances, paint: Paint): string[] {
  const rows = chances.rows();
  if (rows.length === 0) return [];
  const more = chances.more();
  return [
    [
      `${paint("bold", "Single cases")}, by how many of their trials passed`,
      ...aligned([CASE_CHANCES_HEAD, ...rows]),
      ...(more === "" ? [] : [`  ${more}`]),
    ].join("\n"),
  ];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join("  ")}`.trimEnd());
}
