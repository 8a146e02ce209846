import type { CaseResult, ResultHeader, TrialResult, Verdict } from "../../results/result.ts";
import { csvCells, RECORD_END } from "./cells.ts";
import { route } from "../words/format.ts";
import { caseChanceRecords, CHANCES_RECORD_HEAD, suiteChanceRecords } from "./chances.ts";
import { shortened } from "../words/pretty.ts";
import type { MakeReport, Output } from "../report.ts";
import { callsOf } from "../../trajectory/calls.ts";

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
 * order mark; an empty cell stands for what is not known. Beside it, where a case had several trials,
 * `<suite>.chances.csv`: pass^k and pass@k of each case and of the suite, for every k.
 */
export const csvReport: MakeReport = ({ suite }: ResultHeader) => {
  const name = `${suite}.csv`;
  const piece = (text: string): Output => ({ to: "file", name, place: "end", text });
  const chances = { to: "file", name: `${suite}.chances.csv` } as const;
  let many = false;
  return {
    add(result) {
      const records = caseChanceRecords(suite, result);
      many ||= records !== "";
      const beside: Output[] = records === "" ? [] : [{ ...chances, place: "end", text: records }];
      return [piece(caseRecords(suite, result)), ...beside];
    },
    end(end) {
      const head: Output = {
        to: "file",
        name,
        place: "start",
        text: csvCells(COLUMNS) + RECORD_END,
      };
      if (!many) return [head];
      return [
        head,
        { ...chances, place: "start", text: CHANCES_RECORD_HEAD },
        { ...chances, place: "end", text: suiteChanceRecords(suite, end) },
      ];
    },
  };
};

function caseRecords(suite: string, result: CaseResult): string {
  const { id, line, tags, trials, verdict, reason = "" } = result;
  const place = csvCells([suite, id, line, tags.join(";")]);
  if (trials.length === 0) return `${place},,,,,${csvCells([verdict, reason])},,${NO_TRIAL}`;
  let text = "";
  for (const trial of trials) text += trialRecords(place, trial);
  return text;
}

interface Found {
  readonly turn: number | null;
  readonly check: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly error?: string;
}

function trialRecords(place: string, trial: TrialResult): string {
  const { checks, error, verdict } = trial;
  const broke: Found[] =
    error === null
      ? []
      : [{ turn: null, check: "", verdict, reason: error.message, error: error.kind }];
  const found: readonly Found[] = [...checks, ...broke];
  const before = `${place},${csvCells([trial.trial, trial.model])},`;
  const after = `,${trialCells(trial)}${RECORD_END}`;
  let text = "";
  for (const one of found.length > 0 ? found : [{ turn: null, check: "", verdict, reason: "" }]) {
    text += before + foundCells(one) + after;
  }
  return text;
}

function foundCells({ turn, check, verdict, reason, error = "" }: Found): string {
  return csvCells([turn, check, verdict, shortened(reason), error]);
}

const TRIAL_COLUMNS = 9;
const NO_TRIAL = ",".repeat(TRIAL_COLUMNS - 1) + RECORD_END;

function trialCells(trial: TrialResult): string {
  const { usage, cost } = trial;
  return csvCells([
    trial.verdict,
    trial.starting_agent === null ? "" : route(trial),
    trial.final_agent,
    callsOf(trial.steps).length,
    trial.model_calls,
    usage?.prompt_tokens ?? null,
    usage?.completion_tokens ?? null,
    cost,
    trial.duration_ms,
  ]);
}
