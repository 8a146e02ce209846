import type { CaseResult, ResultHeader, TrialResult, Verdict } from "../results/result.ts";
import { csvLine } from "./csv-line.ts";
import type { Cell } from "./csv-line.ts";
import { route } from "./format.ts";
import type { MakeReport, Output } from "./report.ts";

const COLUMNS = [
  "suite",
  "case",
  "line",
  "tags",
  "trial",
  "model",
  "turn",
  "check",
  "verdict",
  "reason",
  "error",
  "trial_verdict",
  "route",
  "final_agent",
  "tool_calls",
  "model_calls",
  "prompt_tokens",
  "completion_tokens",
  "cost",
  "duration_ms",
];

/**
 * `<suite>.csv`: a record for each check, one for each trial that broke off, one for each case that was skipped. From
 * `trial_verdict` on the columns speak of the whole trial, and say the same in each of its records. UTF-8 without a byte
 * order mark; an empty cell stands for what is not known.
 */
export const csvReport: MakeReport = ({ suite }: ResultHeader) => {
  const name = `${suite}.csv`;
  const piece = (text: string): Output => ({ to: "file", name, place: "end", text });
  return {
    add: (result) => [piece(caseRecords(suite, result))],
    end: () => [{ to: "file", name, place: "start", text: csvLine(COLUMNS) }],
  };
};

function caseRecords(suite: string, result: CaseResult): string {
  const { id, line, tags, trials, verdict, reason = "" } = result;
  const place = [suite, id, line, tags.join(";")];
  if (trials.length === 0) return record([...place, null, "", null, "", verdict, reason]);
  return trials.map((trial) => trialRecords(place, trial)).join("");
}

interface Found {
  readonly turn: number | null;
  readonly check: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly error?: string;
}

function trialRecords(place: readonly Cell[], trial: TrialResult): string {
  const { checks, error, verdict } = trial;
  const broke: Found[] =
    error === null
      ? []
      : [{ turn: null, check: "", verdict, reason: error.message, error: error.kind }];
  const found = [...checks, ...broke];
  const all: readonly Found[] =
    found.length > 0 ? found : [{ turn: null, check: "", verdict, reason: "" }];
  const whole = trialCells(trial);
  return all
    .map(({ turn, check, verdict: own, reason, error: kind = "" }: Found) =>
      record([...place, trial.trial, trial.model, turn, check, own, reason, kind, ...whole]),
    )
    .join("");
}

function trialCells(trial: TrialResult): Cell[] {
  const { usage, cost } = trial;
  return [
    trial.verdict,
    trial.starting_agent === null ? "" : route(trial),
    trial.final_agent,
    trial.tool_calls.length,
    trial.model_calls,
    usage?.prompt_tokens ?? null,
    usage?.completion_tokens ?? null,
    cost,
    trial.duration_ms,
  ];
}

/** All records have the same number of cells. */
function record(cells: readonly Cell[]): string {
  return csvLine([...cells, ...Array<Cell>(COLUMNS.length - cells.length).fill(null)]);
}
