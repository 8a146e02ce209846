import type { TrialResult } from "../results/result.ts";
import { activeAgents } from "../trajectory/handoffs.ts";
import { callsOf } from "../trajectory/calls.ts";
import type { Candidate } from "./candidate.ts";

/** What failed in a trial, in a form that is the same for trials of smaller candidates in which it is still that. */
export interface Failure {
  readonly key: string;
  /** The numbers of the turns, in the case that is shrunk, whose expectations failed. */
  readonly turns: ReadonlySet<number>;
}

/**
 * The failed checks of a trial: by their names, the turns at which they stand in the case that is shrunk, who had the
 * conversation at the end of that turn, and which tools were called in it, if the check is one of calls. Undefined for
 * a trial that passed, or broke off, or in which a model called a tool that it was not told of.
 */
export function failureOf(result: TrialResult, { turns, leftOut }: Candidate): Failure | undefined {
  if (result.verdict !== "failed" || callsWhatIsLeftOut(result, leftOut)) return undefined;
  const failed = result.checks.filter(({ verdict }) => verdict !== "passed");
  const numbers = failed.flatMap(({ turn }) =>
    turn === null ? [] : (turns[turn - 1]?.number ?? []),
  );
  const marks = failed.map(({ check, turn }) => {
    if (turn === null) return [check];
    const agent = activeAgents(result.steps, result.starting_agent, turn).at(-1);
    return [
      check,
      turns[turn - 1]?.number,
      agent,
      ...(OF_CALLS.has(check) ? called(result, turn) : []),
    ];
  });
  return { key: JSON.stringify(marks), turns: new Set(numbers) };
}

/** Such a trial says nothing of a conversation without the tool. */
function callsWhatIsLeftOut({ steps }: TrialResult, leftOut: Candidate["leftOut"]): boolean {
  return callsOf(steps).some(({ agent, name }) =>
    leftOut.some((part) => part.kind === "tool" && part.agent === agent && part.text === name),
  );
}

const OF_CALLS = new Set(["tool_calls", "not_called", "tool_errors"]);

function called({ steps }: TrialResult, turn: number): string[] {
  const inTurn = callsOf(steps).filter((call) => call.turn === turn);
  return [...new Set(inTurn.map(({ name }) => name))].sort();
}
