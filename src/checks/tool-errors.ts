import type { Case } from "../cases/case.ts";
import type { Expectation } from "../cases/expectation.ts";
import { callsOf, type Call } from "../trajectory/calls.ts";
import type { ToolFailure, Trajectory } from "../trajectory/trajectory.ts";
import { callPredicate } from "./calls/candidates.ts";
import { SlowPatternError } from "./matching/bounded-regex.ts";
import { failed, type CheckResult } from "./scope/check.ts";

/** A call that failed although its case does not expect it. */
export interface ToolError {
  readonly turn: number;
  readonly agent: string;
  /** The tool. */
  readonly name: string;
  /** What went wrong, as the model read it. */
  readonly error: string;
  readonly failure: ToolFailure;
}

/** The calls that failed although neither their turn nor the case expects it, and no fault was put in, in order. */
export function unexpectedToolErrors(testCase: Case, steps: Trajectory): ToolError[] {
  if (!steps.some((step) => step.type === "tool_result" && step.error !== undefined)) return [];
  const expects = expectingErrors(testCase);
  return callsOf(steps).flatMap((call) => {
    const { turn, agent, name, error, failure = "threw", fault } = call;
    return error === undefined || fault !== undefined || expects(call)
      ? []
      : [{ turn, agent, name, error, failure }];
  });
}

/** Whether a case allows its tools to fail in a turn, whatever they do. */
export function allowsToolErrors({ turns, expect }: Case, turn: number): boolean {
  return [turns[turn - 1]?.expect, expect].some((each) => each?.tool_errors === "allow");
}

/** A failed check for each turn in which a tool crashed. */
export function crashChecks(errors: readonly ToolError[]): CheckResult[] {
  const crashes = errors.filter(({ failure }) => failure === "crashed");
  return [...Map.groupBy(crashes, ({ turn }) => turn)].map(([turn, ofTurn]) => {
    const lines = ofTurn.map(({ name, agent, error }) => `${name}, called by ${agent}: ${error}`);
    const reason = ["expected no tool to crash, but this did:", ...new Set(lines)].join("\n  ");
    return { check: "tool_errors", turn, ...failed(reason) };
  });
}

function expectingErrors(testCase: Case): (call: Call) => boolean {
  const ofCase = failingCalls(testCase.expect);
  const ofTurns = testCase.turns.map(({ expect }) => failingCalls(expect));
  return (call) =>
    allowsToolErrors(testCase, call.turn) ||
    [...(ofTurns[call.turn - 1] ?? []), ...ofCase].some((fits) => mayFit(fits, call));
}

/** A pattern that takes too long may fit. That the case cannot be held against the call, the check of its calls says. */
function mayFit(fits: (call: Call) => boolean, call: Call): boolean {
  try {
    return fits(call);
  } catch (error) {
    if (error instanceof SlowPatternError) return true;
    throw error;
  }
}

/** The expected calls that may, or must, fail. */
function failingCalls(expectation: Expectation | undefined): ((call: Call) => boolean)[] {
  return (expectation?.tool_calls?.calls ?? [])
    .filter(({ error = false }) => error !== false)
    .map(callPredicate);
}
