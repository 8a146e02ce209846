import type { CallPattern } from "../cases/expectation.ts";
import { kindOf } from "../json/show.ts";
import { isRecord } from "../json/value.ts";
import { outcome } from "../reports/failures/case-row.ts";
import { explainTrial } from "../reports/failures/explain-trial.ts";
import { plain } from "../reports/words/paint.ts";
import { verdictOfTrials } from "../results/pass-estimates.ts";
import type { CaseResult, TrialResult } from "../results/result.ts";
import { foundAtEnd, foundCall, foundHandoff, foundSaying, type Found } from "./findings.ts";

/** An expected call, as in the `tool_calls` of a case: equal arguments, with matchers such as `{ $any: true }` anywhere. */
export type ExpectedCall = CallPattern;

/** What can be asserted of the trials that `playCase` and `runSuite` give, and of cases. */
export interface TrialMatchers {
  /** A call like this was made, by its name and maybe its arguments, or by all that a case can say of a call. */
  toHaveCalled(name: string, args?: unknown): void;
  toHaveCalled(call: ExpectedCall): void;
  /** An agent was handed to; with two names, by the first. */
  toHaveHandedOff(to: string): void;
  toHaveHandedOff(from: string, to: string): void;
  /** This agent has the conversation at the end. */
  toEndAt(agent: string): void;
  /** Agents said this, in one reply or in all as one text. */
  toHaveSaid(wanted: string | RegExp): void;
  /** At least this share of a case's trials passed: more than 0, at most 1. */
  toPassAtLeast(share: number): void;
}

// Chai's is the one interface of assertions that vitest 3, 4 and 5 have in common.
declare global {
  // oxlint-disable-next-line typescript/no-namespace
  namespace Chai {
    interface Assertion extends TrialMatchers {}
  }
}

/** How vitest calls a matcher, and what it makes of it. */
interface MatcherState {
  readonly isNot: boolean;
}

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** For `expect.extend`. */
export const matchers = {
  toHaveCalled: ofTrial((trial, call: string | ExpectedCall, args?: unknown) =>
    foundCall(
      trial,
      typeof call === "string"
        ? { name: call, ...(args === undefined ? {} : { arguments: args }) }
        : call,
    ),
  ),
  toHaveHandedOff: ofTrial((trial, first: string, second?: string) =>
    second === undefined
      ? foundHandoff(trial, undefined, first)
      : foundHandoff(trial, first, second),
  ),
  toEndAt: ofTrial(foundAtEnd),
  toHaveSaid: ofTrial(foundSaying),
  toPassAtLeast(this: MatcherState, received: unknown, share: number): Outcome {
    const result = received as CaseResult;
    if (!isRecord(received) || !Array.isArray(result.trials))
      throw new TypeError(`toPassAtLeast is for a case of runSuite, not ${kindOf(received)}.`);
    const { id, trials } = result;
    const verdict = verdictOfTrials(trials, { planned: trials.length, share });
    const wanted = `${share * 100} % of the trials of ${id} to pass`;
    const got = outcome(result);
    if (verdict === "errored")
      return undecided(this, `expected at least ${wanted}, but too many broke off: ${got}`);
    const holds = verdict === "passed";
    const message = `expected ${holds ? "less than" : "at least"} ${wanted}, got: ${got}`;
    return { pass: holds, message: () => message };
  },
};

/** A matcher of trials. One that broke off says nothing of the agents: then neither the matcher nor its reverse holds. */
function ofTrial<Args extends readonly unknown[]>(
  find: (trial: TrialResult, ...args: Args) => Found,
): (this: MatcherState, received: unknown, ...args: Args) => Outcome {
  return function matcher(received, ...args) {
    const trial = received as TrialResult;
    if (!isRecord(received) || !Array.isArray(trial.steps))
      throw new TypeError(
        `This matcher is for a trial, such as playCase resolves to, not ${kindOf(received)}.`,
      );
    if (trial.error !== null)
      return undecided(
        this,
        [
          "the trial broke off, and says nothing of the agents:",
          ...explainTrial(trial, plain),
        ].join("\n"),
      );
    const { holds, message, ...difference } = find(trial, ...args);
    return { pass: holds, message: () => message, ...difference };
  };
}

/** Fails, whichever way it is asked. */
function undecided({ isNot }: MatcherState, message: string): Outcome {
  return { pass: isNot, message: () => message };
}
