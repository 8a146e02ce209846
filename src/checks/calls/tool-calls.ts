import type { CallPattern, Expectation } from "../../cases/expectation.ts";
import { callsOf } from "../../trajectory/calls.ts";
import type { Call } from "../../trajectory/calls.ts";
import { callCandidates } from "./candidates.ts";
import { callPredicate } from "./predicate.ts";
import type { CallPredicate } from "./predicate.ts";
import { failed, passed } from "../scope/check.ts";
import type { Check } from "../scope/check.ts";
import { excerpt } from "./excerpt.ts";
import { explainExact } from "./explain-exact.ts";
import { explainExtra, explainMissing } from "./explain-loose.ts";
import { matchList } from "../matching/match-list.ts";
import { listCalls, listNames } from "./show-calls.ts";

type Expected = NonNullable<Expectation["tool_calls"]>;

/** The calls of the scope are those that are listed, as strictly as the mode says. */
export const toolCalls: Check<Expected> = ({ mode, calls: patterns }, scope) => {
  const calls = callsOf(scope.steps);
  const predicates: CallPredicate[] = [];
  const fits = (expected: number, actual: number): boolean =>
    (predicates[expected] ??= callPredicate(patterns[expected] as CallPattern))(
      calls[actual] as Call,
    );
  const { holds, pairs } = matchList(mode, {
    expectedCount: patterns.length,
    actualCount: calls.length,
    fits,
    candidates: () => callCandidates(patterns, calls, fits),
  });
  if (holds)
    return passed(calls.length === 0 ? "nothing was called" : `called: ${listCalls(calls)}`);
  const made = calls.length === 0 ? "nothing was called" : `made in all: ${listNames(calls)}`;
  const lines = {
    exact: () => excerpt(explainExact(patterns, calls)),
    in_order: () => [...excerpt(explainMissing(patterns, calls, pairs)), made],
    any_order: () => [...excerpt(explainMissing(patterns, calls, pairs)), made],
    subset: () => excerpt(explainExtra(patterns, calls, pairs)),
  }[mode]();
  const head = patterns.length === 0 ? "expected that nothing is called, got" : SENTENCES[mode];
  return failed([`${head}:`, ...lines.map((line) => `  ${line}`)].join("\n"));
};

const SENTENCES = {
  exact: "expected these calls and no others, in this order",
  in_order: "expected these calls in this order, others between them allowed",
  any_order: "expected each of these calls in any order, others allowed",
  subset: "expected no calls but those of the list, each at most once",
} as const;
