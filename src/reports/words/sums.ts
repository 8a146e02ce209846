import type { ResultHeader, SuiteEnd, Summary } from "../../results/result.ts";
import { chanceRows } from "./case-chances.ts";
import { dollars, duration, estimate } from "./format.ts";
import { plural, thousands } from "../../text/count.ts";
import type { Paint } from "./paint.ts";

/** What a run came to, on one line: the verdicts of its trials, tokens, cost and time. */
export function sumsLine({ summary, duration_ms: took }: SuiteEnd, paint: Paint): string {
  const { trials, skipped, cases, cost, usage } = summary;
  const many = hasTrials(summary)
    ? ` of ${plural(trials, "trial")} in ${plural(cases - skipped, "case")}`
    : "";
  const left = skipped > 0 ? paint("dim", `, ${thousands(skipped)} skipped`) : "";
  const tokens =
    usage === null ? [] : [`${thousands(usage.prompt_tokens + usage.completion_tokens)} tokens`];
  const judged =
    Object.keys(summary.judges).length === 0 ? "" : ` + judges ${dollars(summary.judge_cost)}`;
  return [
    `${verdictsText(summary, paint)}${many}${left}`,
    ...tokens,
    dollars(cost) + judged,
    duration(took),
  ].join(" · ");
}

/** How many trials passed, failed and broke off. */
export function verdictsText({ passed, failed, errored }: Summary, paint: Paint): string {
  return [
    paint("green", `${thousands(passed)} passed`),
    ...(failed > 0 ? [paint("red", `${thousands(failed)} failed`)] : []),
    ...(errored > 0 ? [paint("yellow", `${thousands(errored)} errored`)] : []),
  ].join(", ");
}

/** Whether any case was played more than once. */
function hasTrials({ trials, cases, skipped }: Summary): boolean {
  return trials > cases - skipped;
}

/** What a reader of the sums must know besides: what ended the run early, what was not played. */
export function remarks(
  { planned_cases: planned }: ResultHeader,
  { stopped, summary: { cases, saved } }: SuiteEnd,
): string[] {
  return [
    ...(stopped === null ? [] : [`${STOPPED[stopped]}: ${share(cases, planned)}.`]),
    ...(saved === undefined
      ? []
      : [
          `Cases were decided ${plural(saved.trials, "trial")} early, which saved about ${plural(saved.calls, "call")}. Trials that were stopped by how they went give no estimates.`,
        ]),
  ];
}

const STOPPED: Readonly<Record<NonNullable<SuiteEnd["stopped"]>, string>> = {
  interrupted: "The run was interrupted",
  bail: "The run was stopped by --bail",
  budget: "The cap on money or tokens was reached",
};

/** How much of a run that was stopped is there. Of these cases some may lack trials. */
function share(cases: number, planned: number | undefined): string {
  if (planned === undefined) return "there may be cases that were not played to their end";
  return `${thousands(cases)} of ${plural(planned, "case")} ${cases === 1 ? "is" : "are"} in the result`;
}

/** The pass rate of a suite of several trials with its interval; undefined where there is none. */
export function rateText(summary: Summary): string | undefined {
  const { pass_rate: rate, pass_rate_interval: interval } = summary;
  if (!hasTrials(summary) || summary.saved !== undefined || rate === null) return undefined;
  const without = leftOut("1", summary);
  return `pass rate ${estimate(rate, interval)}, in brackets 95 % intervals${without === "" ? "" : `; ${without}`}`;
}

/** What stands above the columns of `chances`. */
export const CHANCES_HEAD = ["k", "pass^k", "pass@k", ""] as const;

/** pass^k and pass@k with their intervals for each k beyond the first, where both are the pass rate; and what they leave out. None where there is no pass rate. */
export function chances(summary: Summary): string[][] {
  if (rateText(summary) === undefined) return [];
  const [, ...rows] = chanceRows(summary);
  return rows.map((row) => [...row, leftOut(row[0], summary)]);
}

/** Which cases an estimate does not speak of. */
function leftOut(k: string, { too_few_trials: tooFew }: Summary): string {
  const count = tooFew[k] ?? 0;
  return count === 0 ? "" : `${plural(count, "case")} left out, with too few trials that count`;
}
