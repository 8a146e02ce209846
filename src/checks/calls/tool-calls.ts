import type { CallPattern, Expectation } from "../../cases/expectation.ts";
import { callsOf, type Call } from "../../trajectory/calls.ts";
import { matchList } from "../matching/match-list.ts";
import { failed, passed, type Check } from "../scope/check.ts";
import { callCandidates, callPredicate } from "./candidates.ts";
import { excerpt } from "./excerpt.ts";
import { explainExact, explainExtra, explainMissing } from "./explain.ts";
import { listCalls, listNames } from "./show.ts";

type Expected = NonNullable<Expectation["tool_calls"]>;

/** The calls of the scope are those in the list, as strictly as the mode says. */
export const toolCalls: Check<Expected> = ({ mode, calls: patterns }, scope) => {
  const calls = callsOf(scope.steps);
  const predicates: ReturnType<typeof callPredicate>[] = [];
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
  const none = calls.length === 0;
  if (holds) return passed(none ? "no tool was called" : `called: ${listCalls(calls)}`);
  const lines =
    mode === "exact"
      ? excerpt(explainExact(patterns, calls, fits))
      : mode === "subset"
        ? excerpt(explainExtra(patterns, calls, pairs))
        : [
            ...excerpt(explainMissing(patterns, calls, pairs)),
            none ? "no tool was called" : `calls made: ${listNames(calls)}`,
          ];
  const head = patterns.length === 0 ? "expected no calls, got" : SENTENCES[mode];
  return failed([`${head}:`, ...lines.map((line) => `  ${line}`)].join("\n"));
};

const SENTENCES = {
  exact: "expected these calls and no others, in this order",
  in_order: "expected these calls in this order (others may come between)",
  any_order: "expected these calls in any order (others may be made too)",
  subset: "expected only calls in the list, each at most once, got",
} as const;

/** None of these tools was called. */
export const notCalled: Check<readonly string[]> = (names, scope) => {
  const made = callsOf(scope.steps).filter(({ name }) => names.includes(name));
  if (made.length === 0) return passed(`not called: ${names.join(", ")}`);
  const called = names.filter((name) => made.some((call) => call.name === name));
  return failed(`expected no call of ${called.join(", ")}, got: ${listCalls(made)}`);
};
