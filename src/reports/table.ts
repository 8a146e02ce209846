import Table from "cli-table3";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../results/result.ts";
import { explainCase } from "./explain-case.ts";
import { dollars, duration, percent, plural, route } from "./format.ts";
import type { Paint } from "./paint.ts";
import type { MakeReport, Output, Report } from "./report.ts";

/** In a longer suite only what did not pass has a row. */
const MOST_ROWS = 200;
const MOST_EXPLAINED = 20;

/** The table of a suite, what is wrong below it, and the sums; in memory that does not grow with the suite. */
export const tableReport: MakeReport = (header, paint) => new TableReport(header, paint);

class TableReport implements Report {
  readonly #caseFile: string;
  readonly #paint: Paint;
  readonly #rows: CaseResult[] = [];
  readonly #wrong: CaseResult[] = [];
  readonly #leftovers: string[] = [];
  #cases = 0;
  #wrongCount = 0;

  constructor({ case_file: caseFile }: ResultHeader, paint: Paint) {
    this.#caseFile = caseFile;
    this.#paint = paint;
  }

  add(result: CaseResult): void {
    this.#cases++;
    if (this.#rows.length < MOST_ROWS) this.#rows.push(result);
    if (result.verdict === "failed" || result.verdict === "errored") {
      this.#wrongCount++;
      if (this.#wrong.length < MOST_ROWS) this.#wrong.push(result);
    }
    for (const { leftovers } of result.trials) {
      for (const leftover of leftovers) if (this.#leftovers.length < MOST_EXPLAINED) this.#leftovers.push(`${result.id}: ${leftover}`);
    }
  }

  end(end: SuiteEnd): Output[] {
    const paint = this.#paint;
    const whole = this.#cases <= MOST_ROWS;
    const rows = whole ? this.#rows : this.#wrong;
    const explained = this.#wrong.slice(0, MOST_EXPLAINED);
    const text = [
      ...(rows.length > 0 ? [caseTable(rows, paint)] : []),
      ...(whole ? [] : [`${plural(this.#cases - rows.length, "more case")} passed and ${this.#cases - rows.length === 1 ? "has" : "have"} no row.`]),
      ...explained.map((result) => explainCase(result, this.#caseFile, paint)),
      ...(this.#wrongCount > explained.length ? [`… and ${this.#wrongCount - explained.length} more, in the result file.`] : []),
      ...leftoverLines(this.#leftovers, end.summary.leftovers, paint),
      sums(end, paint),
    ].join("\n\n");
    return [{ to: "stdout", text: `${text}\n` }];
  }
}

function caseTable(results: readonly CaseResult[], paint: Paint): string {
  const table = new Table({
    head: ["case", "verdict", "route of agents", "calls", "cost", "time"].map((title) => paint("bold", title)),
    colAligns: ["left", "left", "left", "right", "right", "right"],
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "" },
  });
  for (const result of results) table.push(row(result, paint));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function row({ id, verdict, trials }: CaseResult, paint: Paint): string[] {
  const [first] = trials;
  if (first === undefined) return [id, paint("dim", verdict), "", "", "", ""];
  const shown = trials.find((trial) => trial.verdict === verdict) ?? first;
  const passed = trials.filter((trial) => trial.verdict === "passed").length;
  const share = trials.length > 1 ? ` ${passed}/${trials.length}` : "";
  const colour = verdict === "passed" ? "green" : verdict === "failed" ? "red" : "yellow";
  return [
    id,
    paint(colour, verdict + share),
    route(shown),
    mean(trials, (trial) => trial.tool_calls.length).toFixed(trials.length > 1 ? 1 : 0),
    trials.some(({ cost }) => cost === null) ? dollars(null) : dollars(mean(trials, ({ cost }) => cost ?? 0)),
    duration(mean(trials, (trial) => trial.duration_ms)),
  ];
}

function mean(trials: readonly TrialResult[], of: (trial: TrialResult) => number): number {
  return trials.reduce((sum, trial) => sum + of(trial), 0) / trials.length;
}

function leftoverLines(leftovers: readonly string[], count: number, paint: Paint): string[] {
  if (count === 0) return [];
  const more = count > leftovers.length ? [`  … and ${count - leftovers.length} more`] : [];
  return [
    [paint("yellow", `${plural(count, "recording")} left over: the agents no longer ask for what was recorded.`), ...leftovers.map((line) => `  ${line}`), ...more, "  If that is meant, drop them with --traffic update."].join("\n"),
  ];
}

function sums({ summary, duration_ms: took, stopped }: SuiteEnd, paint: Paint): string {
  const { trials, passed, failed, errored, skipped, cost, pass_rate: rate } = summary;
  const counts = [
    paint("green", `${passed} passed`),
    ...(failed > 0 ? [paint("red", `${failed} failed`)] : []),
    ...(errored > 0 ? [paint("yellow", `${errored} errored`)] : []),
    ...(skipped > 0 ? [paint("dim", `${skipped} skipped`)] : []),
  ].join(", ");
  const many = trials > summary.cases - skipped ? ` of ${plural(trials, "trial")} in ${plural(summary.cases, "case")}, pass rate ${percent(rate)}` : "";
  const why = stopped === null ? "" : paint("yellow", ` · stopped: ${stopped}`);
  return `${counts}${many} · ${dollars(cost)} · ${duration(took)}${why}`;
}
