import type {
  CaseResult,
  CheckResult,
  EndedEarly,
  TrialResult,
  UserEnd,
} from "../../results/result.ts";
import { listed, plural } from "../../text/count.ts";
import { oneLine, printable } from "../../text/printable.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";
import { routeText, scoreText } from "../words/format.ts";
import type { Paint } from "../words/paint.ts";
import { shortenedLines } from "../words/shorten.ts";

/** What went wrong in a trial: each check with the turn and its agents, then what broke it off. */
export function explainTrial(trial: TrialResult, paint: Paint): string[] {
  const checks = trial.checks.filter(({ verdict }) => verdict !== "passed");
  const { error, ended_early: early, simulated_user: user } = trial;
  return [
    ...checks.flatMap((check) =>
      hanging(`${paint("bold", checkPlace(check, trial))}: `, check.reason),
    ),
    ...(error === null ? [] : hanging("", error.message)),
    ...(early === undefined ? [] : [endedEarlyText(early)]),
    ...(user?.end == null ? [] : [`The simulated ${userEndText(user.end)}.`]),
  ];
}

/** `user gave up`. */
export function userEndText(end: UserEnd): string {
  return USER_ENDS[end];
}

const USER_ENDS: Readonly<Record<UserEnd, string>> = {
  goal_reached: "user said that its goal is reached",
  gave_up: "user gave up",
  max_turns: "user came to no end within its max_turns",
};

/** `Ended in turn 1, which saved 2 turns and 12 recorded completions.` */
export function endedEarlyText({ turn, turns_left, saved_calls }: EndedEarly): string {
  const saved = [
    ...(turns_left === 0 ? [] : [plural(turns_left, "turn")]),
    ...(saved_calls === null ? [] : [plural(saved_calls, "recorded completion")]),
  ];
  return `Ended in turn ${turn}${saved.length === 0 ? "" : `, which saved ${listed(saved)}`}.`;
}

/** The name of a check, and what it measured: `check.polite (score 0.25)`. */
export function checkName({ check, score }: CheckResult): string {
  return score === undefined ? check : `${check} (score ${scoreText(score)})`;
}

/** `tool_calls in turn 2 (Triage Agent → Refund Agent)`. */
export function checkPlace(result: CheckResult, trial: TrialResult): string {
  const { turn } = result;
  const check = checkName(result);
  if (turn === null) return check;
  const agents = activeAgents(trial.steps, trial.starting_agent, turn);
  return `${check} in turn ${turn}${agents.length === 0 ? "" : ` (${printable(routeText(agents))})`}`;
}

function hanging(head: string, text: string): string[] {
  const [first = "", ...rest] = shortenedLines(text.split("\n")).map(printable);
  return [head + first, ...rest.map((line) => `  ${line}`)];
}

const LONGEST_HEADLINE = 300;

/** What went wrong first in a trial that did not pass, in one line. `placeOf` names the place of a check. */
export function headline(
  trial: TrialResult,
  placeOf: (check: CheckResult, trial: TrialResult) => string = checkAndTurn,
): string {
  const { error, checks } = trial;
  if (error !== null) return oneLine(error.message, LONGEST_HEADLINE);
  const failed = checks.find(({ verdict }) => verdict !== "passed");
  if (failed === undefined) return "";
  return `${placeOf(failed, trial)}: ${oneLine(differenceOf(failed), LONGEST_HEADLINE)}`;
}

/** From a list of calls only those that differ: the others would take all the room. A judge may write any list. */
function differenceOf({ check, reason }: CheckResult): string {
  if (check !== "tool_calls") return reason;
  const marked = reason.split("\n").filter((line) => /^ *[-+!] /.test(line));
  return marked.length === 0 ? reason : marked.map((line) => line.trimStart()).join("\n");
}

/** Why a case or one of its trials did not pass, or was skipped, in one line; empty if all passed or it does not say. */
export function caseHeadline(result: CaseResult): string {
  const { verdict, trials } = result;
  const wrong = trials.find((trial) => trial.verdict !== "passed");
  const shown = verdict === "passed" ? wrong : shownTrial(result);
  return shown === undefined ? (result.reason ?? "") : headline(shown);
}

function checkAndTurn(check: CheckResult): string {
  return check.turn === null ? checkName(check) : `${checkName(check)} in turn ${check.turn}`;
}

/** The trial that stands for its case: the first with the case's verdict. Undefined if there is none. */
export function shownTrial({ verdict, trials }: CaseResult): TrialResult | undefined {
  return trials.find((trial) => trial.verdict === verdict);
}
