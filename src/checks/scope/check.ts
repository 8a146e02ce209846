import type { Path } from "../../json/show.ts";
import type { Scope } from "./scope.ts";

/** `failed`: the agents were wrong. `errored`: nothing can be said of them. */
export type Verdict = "passed" | "failed" | "errored" | "skipped";

/** One expectation, held against what happened. */
export interface CheckResult {
  /** The key in `expect`, such as `tool_calls`; `check.polite` for one of one's own. */
  readonly check: string;
  /** Counts from 1; null for the whole case. */
  readonly turn: number | null;
  readonly verdict: Verdict;
  /** What was expected, what was got, and where; for a check that passed, what was seen. */
  readonly reason: string;
  /** Of checks on who has the conversation, the agents that were expected and those that were there: one, or a route. */
  readonly expected?: string | readonly string[];
  readonly actual?: string | readonly string[];
  /** What a check of one's own measured. */
  readonly score?: number;
  /** A hash of its code. */
  readonly code?: string;
  /** Of a check of values that passed, the keys of `$unchanged` and `$absent` that were there neither before nor after. */
  readonly never_there?: readonly Path[];
}

/** What a check finds: whether the expectation holds, and why. */
export interface Finding extends Pick<
  CheckResult,
  "reason" | "expected" | "actual" | "score" | "never_there"
> {
  readonly verdict: "passed" | "failed" | "errored";
}

/** Holds one expectation against a scope. */
export type Check<Expected> = (expected: Expected, scope: Scope) => Finding;

/** For an expectation that holds. */
export function passed(reason: string): Finding {
  return { verdict: "passed", reason };
}

/** For an expectation that does not hold: the agents were wrong. */
export function failed(reason: string): Finding {
  return { verdict: "failed", reason };
}

/** For what cannot be judged, such as a cost where the price is not known. */
export function unjudged(reason: string): Finding {
  return { verdict: "errored", reason };
}
