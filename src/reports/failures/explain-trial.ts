import type { CheckResult, TrialResult } from "../../results/result.ts";
import { ARROW } from "../words/format.ts";
import type { Paint } from "../words/paint.ts";
import { shortenedLines } from "../words/pretty.ts";
import { printable } from "../../text/printable.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";

/** What went wrong in a trial, check by check, each with the turn and who was active in it; then what broke it off. */
export function explainTrial(trial: TrialResult, paint: Paint): string[] {
  const checks = trial.checks.filter(({ verdict }) => verdict !== "passed");
  const { error } = trial;
  return [
    ...checks.flatMap((check) =>
      hanging(`${paint("bold", checkPlace(check, trial))}: `, check.reason),
    ),
    ...(error === null ? [] : hanging("", error.message)),
  ];
}

/** Where a check stands: `tool_calls in turn 2 (Triage Agent → Refund Agent)`. */
export function checkPlace({ check, turn }: CheckResult, trial: TrialResult): string {
  if (turn === null) return check;
  const agents = activeAgents(trial.steps, trial.starting_agent, turn).join(ARROW);
  return `${check} in turn ${turn}${agents === "" ? "" : ` (${printable(agents)})`}`;
}

function hanging(head: string, text: string): string[] {
  const [first = "", ...rest] = shortenedLines(text.split("\n")).map(printable);
  return [head + first, ...rest.map((line) => `  ${line}`)];
}
