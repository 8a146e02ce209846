import type { Case } from "../cases/case.ts";
import type { CallPattern, Expectation } from "../cases/expectation.ts";
import { callPredicate } from "../checks/calls/candidates.ts";
import type { PlayedTurn } from "../checks/effects/effects.ts";
import { callsOf, type Call } from "../trajectory/calls.ts";

/** What a case should say of a turn, or of the whole where `turn` is null, in place of what it says. */
export interface Suggestion {
  readonly turn: number | null;
  readonly key: "tool_calls" | "handoffs" | "context_variables" | "state" | "output" | "said";
  /** In the long form. */
  readonly value: unknown;
}

/** The turn of which a case can expect something: null for one whose user a model plays. */
export function expectableTurn({ user }: Case, turn: number): number | null {
  return user === undefined ? turn : null;
}

/** What a case expects of a turn, or of the whole. */
export function expectationAt({ turns, expect }: Case, turn: number | null): Expectation {
  return (turn === null ? expect : turns[turn - 1]?.expect) ?? {};
}

/** The case as a suggestion would have it. */
export function withSuggestion(testCase: Case, { turn, key, value }: Suggestion): Case {
  const expect = { ...expectationAt(testCase, turn), [key]: value } as Expectation;
  if (turn === null) return { ...testCase, expect };
  const { turns } = testCase;
  const changed = turns[turn - 1];
  return changed === undefined
    ? testCase
    : { ...testCase, turns: turns.with(turn - 1, { ...changed, expect }) };
}

/** The turns that an expectation speaks of. */
export function turnsAt(turns: readonly PlayedTurn[], turn: number | null): readonly PlayedTurn[] {
  return turn === null ? turns : turns.filter((played) => played.turn === turn);
}

/** The calls of these turns, and the expected call that each is taken for: the first that fits and is left. */
export function expectedCalls(
  { tool_calls: expected }: Expectation,
  turns: readonly PlayedTurn[],
): { readonly calls: readonly Call[]; readonly patterns: (CallPattern | undefined)[] } {
  const calls = callsOf(turns.flatMap(({ steps }) => steps));
  const left = [...(expected?.calls ?? [])];
  const patterns = calls.map((call) => {
    const at = left.findIndex((pattern) => callPredicate(pattern)(call));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  });
  return { calls, patterns };
}
