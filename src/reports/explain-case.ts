import type { CaseResult, TrialResult } from "../results/result.ts";
import type { Paint } from "./paint.ts";
import { transcript } from "./transcript.ts";

/** What is wrong with a case, and where: each check that did not pass, what broke off, and the conversation of the first such trial. */
export function explainCase(result: CaseResult, caseFile: string, paint: Paint): string {
  const { id, line, verdict, trials } = result;
  const colour = verdict === "failed" ? "red" : "yellow";
  const wrong = trials.filter((trial) => trial.verdict !== "passed");
  const shown = wrong.find((trial) => trial.verdict === verdict) ?? wrong[0];
  const head = `${paint(colour, verdict.toUpperCase())} ${paint("bold", id)} ${paint("dim", `${caseFile}:${line}`)}`;
  if (shown === undefined) return head;
  const which = trials.length > 1 ? [`  ${wrong.length} of ${trials.length} trials; this is trial ${shown.trial}:`] : [];
  return [head, ...which, ...explainTrial(shown, paint)].join("\n");
}

function explainTrial(trial: TrialResult, paint: Paint): string[] {
  const checks = trial.checks.filter(({ verdict }) => verdict !== "passed");
  return [
    ...checks.flatMap(({ check, turn, reason }) => {
      const [first, ...rest] = reason.split("\n");
      return [`  ${paint("bold", check)}${turn === null ? "" : ` in turn ${turn}`}: ${first}`, ...rest.map((line) => `    ${line}`)];
    }),
    ...(trial.error === null ? [] : explainError(trial.error)),
    ...indented(transcript(trial), paint),
  ];
}

function explainError({ kind, message }: NonNullable<TrialResult["error"]>): string[] {
  const [first, ...rest] = message.split("\n");
  return [`  ${kind}: ${first}`, ...rest.map((line) => `    ${line}`)];
}

function indented(lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : lines.map((line) => paint("dim", `  │ ${line}`));
}
