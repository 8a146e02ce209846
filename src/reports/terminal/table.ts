import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { caseRow, type CaseRow } from "../failures/case-row.ts";
import { Causes, type Cause } from "../failures/causes.ts";
import { casesOf, explainWithTranscript, titleOf } from "../failures/explain-cause.ts";
import { Leftovers } from "../failures/leftovers.ts";
import { ToolErrors } from "../failures/tool-errors.ts";
import type { MakeReport, Output, Report, Surroundings } from "../report.ts";
import { suiteEstimateLine, suiteEstimateLines } from "../words/estimates.ts";
import { priceGaps, priceLines } from "../words/prices.ts";
import { remarks, sumsLine } from "../words/sums.ts";
import { hanging } from "../words/wrap.ts";
import { UnexpectedEffects } from "./unexpected.ts";
import { caseTable } from "./case-table.ts";

/** In a longer suite only cases that did not pass have a row. */
const MOST_ROWS = 200;
const MOST_CAUSES = 20;

/** The cases of a suite as a table, what went wrong, and the sums. Memory does not grow with the suite. */
export const tableReport: MakeReport = (header, surroundings) =>
  new TableReport(header, surroundings);

class TableReport implements Report {
  readonly #header: ResultHeader;
  readonly #surroundings: Surroundings;
  readonly #rows: CaseRow[] = [];
  readonly #notPassed: CaseRow[] = [];
  readonly #causes = new Causes(MOST_CAUSES);
  readonly #leftovers = new Leftovers();
  readonly #toolErrors = new ToolErrors();
  readonly #unexpected = new UnexpectedEffects();
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
    this.#toolErrors.add(result);
    this.#unexpected.add(result);
    return [];
  }

  end(end: SuiteEnd): Output[] {
    const { causes, beyond, tolerated, toleratedBeyond } = this.#causes;
    const whole = this.#cases <= MOST_ROWS;
    const unexpected = this.#unexpected.text(this.#header.case_file, this.#surroundings);
    const rows = whole ? this.#rows : this.#notPassed;
    const text = [
      ...(rows.length > 0 ? [caseTable(rows, this.#surroundings)] : []),
      ...(whole ? [] : [this.#withoutRows()]),
      ...causes.map((cause) => this.#explained(cause)),
      ...(beyond > 0
        ? [
            `… and ${plural(beyond, "more case")} that did not pass for other causes, in the result file.`,
          ]
        : []),
      ...tolerated.map((cause) => this.#explained(cause)),
      ...(toleratedBeyond > 0
        ? [
            `… and ${plural(toleratedBeyond, "more case")} that passed although trials failed, in the result file.`,
          ]
        : []),
      ...this.#warning(this.#toolErrors),
      ...this.#warning(this.#leftovers),
      ...(unexpected === undefined ? [] : [unexpected]),
      sums(this.#header, end, this.#surroundings),
    ].join("\n\n");
    return [{ to: "stdout", text: `${text}\n` }];
  }

  #explained(cause: Cause): string {
    const { paint, columns, fromHere } = this.#surroundings;
    const { first } = cause;
    const title = titleOf(cause);
    const head = [
      paint(title === "failed" ? "red" : "yellow", title.toUpperCase()),
      paint("bold", casesOf(cause)),
      paint("dim", `${fromHere(this.#header.case_file)}:${first.line}`),
    ];
    const lines = explainWithTranscript(cause, paint);
    return [
      head.join("  "),
      ...lines
        .flatMap((line) => hanging(`  ${line}`, columns))
        .map((line) => (/^ *│/.test(line) ? paint("dim", line) : line)),
    ].join("\n");
  }

  #warning({ headline, lines }: Pick<Leftovers, "headline" | "lines">): string[] {
    const { paint, columns } = this.#surroundings;
    if (headline === undefined) return [];
    const folded = lines.flatMap((line) => hanging(`  ${line}`, columns));
    return [[paint("yellow", headline), ...folded].join("\n")];
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

function sums(
  header: ResultHeader,
  end: SuiteEnd,
  { paint, verbose }: Pick<Surroundings, "paint" | "verbose">,
): string {
  // A replay was free: the prices that it would have had are in the result.
  const money = header.traffic === "replay" ? priceGaps(end) : priceLines(header, end);
  return [
    sumsLine(end, paint),
    ...remarks(header, end).map((remark) => paint("yellow", remark)),
    ...money.map((line) => paint("dim", line)),
    ...(verbose ? suiteEstimateLines : suiteEstimateLine)(end.summary),
  ].join("\n");
}
