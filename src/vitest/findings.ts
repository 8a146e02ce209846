import type { CallPattern, Expectation } from "../cases/expectation.ts";
import { caseExpectation } from "../cases/rules/expectation.ts";
import { callPredicate } from "../checks/calls/candidates.ts";
import { explainMissing } from "../checks/calls/explain.ts";
import { listCalls, listNames, showPattern } from "../checks/calls/show.ts";
import { checkScope } from "../checks/check-scope.ts";
import { matches } from "../checks/matching/bounded-regex.ts";
import { sayingsOf, showSayings } from "../checks/scope/sayings.ts";
import type { CheckResult } from "../checks/scope/check.ts";
import type { Scope } from "../checks/scope/scope.ts";
import { faultText } from "../json/fault.ts";
import { show } from "../json/show.ts";
import type { TrialResult } from "../results/result.ts";
import { callsOf } from "../trajectory/calls.ts";
import { handoffsOf } from "../trajectory/handoffs.ts";

/** Whether something is so, and what to say where it should be, or should not. */
export interface Found {
  readonly holds: boolean;
  readonly message: string;
  /** What vitest shows the difference of. */
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** Whether a call like this was made. Throws TypeError for a pattern that no case could have. */
export function foundCall(trial: TrialResult, pattern: CallPattern): Found {
  requireUsable({ tool_calls: { mode: "any_order", calls: [pattern] } });
  const calls = callsOf(trial.steps);
  const made = calls.filter(callPredicate(pattern));
  if (made.length > 0) {
    const message = `expected no call ${showPattern(pattern)}, got: ${listCalls(made)}`;
    return { holds: true, message };
  }
  const why = explainMissing([pattern], calls, [undefined]).map((line) => `  ${line.text()}`);
  const others = calls.length === 0 ? "no tool was called" : `calls made: ${listNames(calls)}`;
  const last = calls.findLast(({ name }) => name === pattern.name);
  const difference =
    last === undefined || pattern.arguments === undefined
      ? {}
      : { expected: pattern.arguments, actual: last.arguments };
  const message = ["expected this call:", ...why, `  ${others}`].join("\n");
  return { holds: false, message, ...difference };
}

/** Whether an agent was handed to, by another if that is named. */
export function foundHandoff(trial: TrialResult, from: string | undefined, to: string): Found {
  const holds = handoffsOf(trial.steps).some(
    (made) => made.to === to && (from === undefined || made.from === from),
  );
  const wanted = from === undefined ? `to ${to}` : `${from} → ${to}`;
  const { reason: route } = checked(trial, { handoffs: { mode: "exact" } });
  return { holds, message: `expected ${holds ? "no" : "a"} handoff ${wanted}; ${route}` };
}

/** Whether an agent has the conversation at the end. */
export function foundAtEnd(trial: TrialResult, agent: string): Found {
  const { verdict, reason, expected, actual } = checked(trial, { final_agent: agent });
  return verdict === "passed"
    ? { holds: true, message: `expected another agent to be active at the end than ${agent}` }
    : { holds: false, message: reason, expected, actual };
}

/** Whether agents said a text, or what fits a pattern, in one reply or in all of them as one text. */
export function foundSaying(trial: TrialResult, wanted: string | RegExp): Found {
  const sayings = sayingsOf(scopeOf(trial));
  const told = sayings.length === 0 ? ["nobody said anything"] : showSayings(sayings);
  const shown = typeof wanted === "string" ? show(wanted) : String(wanted);
  if (typeof wanted === "string") {
    const { verdict, reason } = checked(trial, { said: { contains: [wanted] } });
    if (verdict !== "passed") return { holds: false, message: reason };
  } else {
    const texts = sayings.map(({ text }) => text);
    if (![...texts, texts.join("\n")].some((text) => matches(wanted, text)))
      return {
        holds: false,
        message: [`expected what was said to match ${shown}`, ...told].join("\n"),
      };
  }
  const verb = typeof wanted === "string" ? "contain" : "match";
  return {
    holds: true,
    message: [`expected what was said not to ${verb} ${shown}`, ...told].join("\n"),
  };
}

/** One expectation of a whole case, held against a trial. */
function checked(trial: TrialResult, expectation: Expectation): CheckResult {
  return checkScope(expectation, scopeOf(trial))[0] as CheckResult;
}

function scopeOf({ steps, starting_agent, final_agent, ...ended }: TrialResult): Scope {
  return {
    turn: null,
    steps,
    before: { agent: starting_agent ?? "", contextVariables: {}, state: undefined },
    after: {
      agent: final_agent ?? "",
      contextVariables: ended.context_variables,
      state: ended.state,
    },
  };
}

const expectationRule = caseExpectation({});

/** Throws TypeError for what a case may not expect, such as an unknown matcher. */
function requireUsable(expect: Expectation): void {
  const faults = expectationRule(expect);
  if (faults.length > 0) throw new TypeError(faults.map(faultText).join("; "));
}
