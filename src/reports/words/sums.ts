import type {
  ResultHeader,
  FaultsSummary,
  SimulatedUsersSummary,
  SuiteEnd,
  Summary,
} from "../../results/result.ts";
import { plural, thousands } from "../../text/count.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import { hasTrials } from "./estimates.ts";
import { dollars, duration } from "./format.ts";
import type { Paint } from "./paint.ts";

/** One line: the verdicts of trials, tokens, cost and time. */
export function sumsLine({ summary, duration_ms: took }: SuiteEnd, paint: Paint): string {
  const { trials, skipped, cases, cost, usage, flaky = 0 } = summary;
  const many = hasTrials(summary)
    ? ` of ${plural(trials, "trial")} in ${plural(cases - skipped, "case")}`
    : "";
  const unsteady = flaky > 0 ? paint("yellow", `, ${thousands(flaky)} flaky`) : "";
  const left = skipped > 0 ? paint("dim", `, ${thousands(skipped)} skipped`) : "";
  const tokens = usage === null ? [] : [`${thousands(tokensOf(usage))} tokens`];
  const judged =
    Object.keys(summary.judges).length === 0 ? "" : ` + judges ${dollars(summary.judge_cost)}`;
  const { simulated_users: users } = summary;
  const played = users === undefined ? "" : ` + simulated users ${dollars(users.cost)}`;
  return [
    `${verdictsText(summary, paint)}${many}${unsteady}${left}`,
    ...tokens,
    dollars(cost) + judged + played,
    duration(took),
  ].join(" · ");
}

export function verdictsText(
  { passed, failed, errored }: Pick<Summary, "passed" | "failed" | "errored">,
  paint: Paint,
): string {
  return [
    paint("green", `${thousands(passed)} passed`),
    ...(failed > 0 ? [paint("red", `${thousands(failed)} failed`)] : []),
    ...(errored > 0 ? [paint("yellow", `${thousands(errored)} errored`)] : []),
  ].join(", ");
}

/** What stopped the run early, and what was not played. */
export function remarks(
  { planned_cases: planned }: ResultHeader,
  { stopped, summary: { cases, saved, followed, faults, simulated_users: users } }: SuiteEnd,
): string[] {
  return [
    stopped && `${STOPPED[stopped]}: ${share(cases, planned)}.`,
    saved &&
      `Cases were decided ${plural(saved.trials, "trial")} early, which saved about ${plural(saved.calls, "call")}. Trials that were stopped because of how they went give no estimates.`,
    followed &&
      `${plural(followed.cases, "case")} looked broken and ${followed.cases === 1 ? "was" : "were"} played on: ${plural(followed.trials, "trial")} more, which all rates leave out.`,
    faults && faultsText(faults),
    users && usersText(users),
  ].filter((remark) => typeof remark === "string");
}

/** `Faults: 5 put in: 3 recovered, 1 not recovered, 1 recovered but told the user otherwise; 1 never reached.` */
function faultsText(faults: FaultsSummary): string {
  const { reached, recovered, not_recovered: not, told_otherwise: told, never_reached } = faults;
  const unknown = reached - recovered - not - told;
  const became = [
    ...(recovered > 0 ? [`${thousands(recovered)} recovered`] : []),
    ...(not > 0 ? [`${thousands(not)} not recovered`] : []),
    ...(told > 0 ? [`${thousands(told)} recovered but told the user otherwise`] : []),
    ...(unknown > 0 ? [`${thousands(unknown)} not judged`] : []),
  ];
  const missed = never_reached > 0 ? [`${thousands(never_reached)} never reached`] : [];
  const put = reached > 0 ? [`${thousands(reached)} put in: ${became.join(", ")}`] : [];
  return `Faults: ${[...put, ...missed].join("; ")}.`;
}

/** `Simulated users: 5 reached their goal, 1 gave up. 2 were not played as users, and their trials do not count.` */
function usersText({ ends, faults }: SimulatedUsersSummary): string | undefined {
  const { goal_reached: reached, gave_up: gaveUp, max_turns: unfinished } = ends;
  const came = [
    ...(reached > 0 ? [`${thousands(reached)} reached the goal`] : []),
    ...(gaveUp > 0 ? [`${thousands(gaveUp)} gave up`] : []),
    ...(unfinished > 0 ? [`${thousands(unfinished)} came to no end within max_turns`] : []),
    ...(faults > 0
      ? [`${thousands(faults)} did not play the part, so that the trial does not count`]
      : []),
  ];
  return came.length === 0 ? undefined : `Simulated users: ${came.join(", ")}.`;
}

const STOPPED: Readonly<Record<NonNullable<SuiteEnd["stopped"]>, string>> = {
  interrupted: "The run was interrupted",
  bail: "The run was stopped by --bail",
  budget: "The cap on money or tokens was reached",
};

/** Some of these cases may lack trials. */
function share(cases: number, planned: number | undefined): string {
  if (planned === undefined) return "some cases may not have been played to their end";
  return `${thousands(cases)} of ${plural(planned, "case")} ${cases === 1 ? "is" : "are"} in the result`;
}
