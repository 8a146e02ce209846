import type { GateResult } from "../../results/gate-result.ts";
import type { CaseResult, TrialResult, Verdict } from "../../results/result.ts";
import { printable } from "../../text/printable.ts";
import { countCalls } from "../../trajectory/calls.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";
import { foldedRoute } from "../../trajectory/loops.ts";
import type { MakeReport, Output } from "../report.ts";
import { driftText } from "../gate/drift.ts";
import { ARROW } from "../words/format.ts";
import { shortened } from "../words/shorten.ts";

/** The end of a record by RFC 4180. */
const RECORD_END = "\r\n";

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
  "score",
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
  "case_verdict",
  "flaky",
];

/**
 * `<suite>.csv`: a record for each check, each trial that broke off, each call that failed unexpectedly, each connection
 * that was refused beside, each skipped case, and each case that drifted from its baseline, in UTF-8 without a byte order
 * mark. From `trial_verdict` on, all records of a trial are the same, and from
 * `case_verdict` on those of a case. A value that is not known is an empty cell.
 */
export const csvReport: MakeReport = ({ suite }) => {
  const piece = (place: Place, text: string): Output[] => [
    { to: "file", ending: ".csv", place, text },
  ];
  return {
    add: (result) => piece("end", caseRecords(suite, result)),
    end: ({ gate }) => [
      ...piece("end", driftRecords(suite, gate?.drift)),
      ...piece("start", csvCells(COLUMNS) + RECORD_END),
    ],
  };
};

type Place = "start" | "end";

function caseRecords(suite: string, result: CaseResult): string {
  const { id, line, tags, trials, verdict, flaky = false, reason = "" } = result;
  const place = csvCells([suite, id, line, tags.join(";")]);
  const end = `,${csvCells([verdict, flaky ? "yes" : "no"])}${RECORD_END}`;
  if (trials.length === 0) return `${place},,,,,${csvCells([verdict, reason])},,,${NO_TRIAL}${end}`;
  let text = "";
  for (const trial of trials) text += trialRecords(place, trial, end);
  return text;
}

/** A record for each case that drifted from its baseline, which is known when all were played. */
function driftRecords(suite: string, drift: GateResult["drift"]): string {
  if (drift === undefined) return "";
  const verdict = drift.allowed ? "" : "failed";
  const records = drift.cases.map((one) => {
    const place = csvCells([suite, one.id, one.line, null, one.trial, null, null]);
    const found = csvCells(["drift", verdict, driftText(one), null, ""]);
    return `${place},${found},${NO_TRIAL},,${RECORD_END}`;
  });
  return records.join("");
}

/** A check, what broke off a trial, a call that failed unexpectedly, or a refused connection. */
interface Finding {
  readonly turn: number | null;
  readonly check: string;
  /** None for a call and a connection. */
  readonly verdict: Verdict | "";
  readonly reason: string;
  readonly score?: number;
  readonly error?: string;
}

function trialRecords(place: string, trial: TrialResult, end: string): string {
  const { checks, error, verdict, tool_errors: toolErrors = [], refused = [] } = trial;
  const abort: Finding[] =
    error === null
      ? []
      : [
          {
            turn: error.turn ?? null,
            check: "",
            verdict,
            reason: error.message,
            error: error.kind,
          },
        ];
  const tools = toolErrors.map(({ turn, agent, name, error: reason, failure }): Finding => {
    return {
      turn,
      check: "",
      verdict: "",
      reason: `${name}, called by ${agent}: ${reason}`,
      error: failure,
    };
  });
  const connections = refused.map((reason): Finding => {
    return { turn: null, check: "", verdict: "", reason, error: "refused_connection" };
  });
  const all: readonly Finding[] = [...checks, ...abort, ...tools, ...connections];
  const findings = all.length > 0 ? all : [{ turn: null, check: "", verdict, reason: "" }];
  const before = `${place},${csvCells([trial.trial, trial.model])},`;
  const after = `,${trialCells(trial)}${end}`;
  let text = "";
  for (const finding of findings) text += before + findingCells(finding) + after;
  return text;
}

function findingCells({ turn, check, verdict, reason, score, error = "" }: Finding): string {
  return csvCells([turn, check, verdict, shortened(reason), score ?? null, error]);
}

const TRIAL_COLUMNS = 9;
const NO_TRIAL = ",".repeat(TRIAL_COLUMNS - 1);

function trialCells(trial: TrialResult): string {
  const { usage, cost } = trial;
  return csvCells([
    trial.verdict,
    foldedRoute(activeAgents(trial.steps, trial.starting_agent)).join(ARROW),
    trial.final_agent,
    countCalls(trial.steps),
    trial.model_calls,
    usage?.prompt_tokens ?? null,
    usage?.completion_tokens ?? null,
    cost,
    trial.duration_ms,
  ]);
}

/** Null is an empty cell. */
type Cell = string | number | null;

/** Cells side by side, without the end of a record. */
function csvCells(cells: readonly Cell[]): string {
  return cells.map((cell) => (typeof cell === "string" ? field(cell) : (cell ?? ""))).join(",");
}

/** Spreadsheets take the wide forms for the others. */
const FORMULA = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;
const SPECIAL = /[",\r\n]/;

/** A text that a spreadsheet would run as a formula gets an apostrophe: a model may have written it. */
function field(value: string): string {
  // All line breaks can be held.
  const text = value.split("\r").map(printable).join("\r");
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  // Some readers drop spaces at the ends of a bare field.
  const bare = !SPECIAL.test(harmless) && harmless.at(0) !== " " && harmless.at(-1) !== " ";
  return bare ? harmless : `"${harmless.replaceAll('"', '""')}"`;
}
