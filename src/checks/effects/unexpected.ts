import { expectationsOf, type Case } from "../../cases/case.ts";
import { checkScope } from "../check-scope.ts";
import type { Scope } from "../scope/scope.ts";
import { ablations, type Effect, type PlayedTurn } from "./effects.ts";

/** What happened in a trial that passed and no check of its case would miss. */
export interface Unexpected {
  /** The first of them, in order. */
  readonly effects: readonly Effect[];
  /** How many there are. */
  readonly total: number;
  /** Judges and checks of one's own that the case has: they were not asked, and may notice more. */
  readonly not_asked: readonly string[];
}

const MOST_KEPT = 50;

/**
 * The effects of a trial that passed which its case does not expect: all that its own checks demand holds without them
 * too. Only checks that need no model are asked. `turns` are all that were played, their moments with all values.
 */
export function unexpectedEffects(testCase: Case, turns: readonly PlayedTurn[]): Unexpected {
  const missed = ablations(turns)
    .filter(({ without }) => passes(testCase, without()))
    .map(({ effect }) => effect);
  return {
    effects: missed.slice(0, MOST_KEPT),
    total: missed.length,
    not_asked: notAsked(testCase),
  };
}

/** Whether all that a case expects of its turns and of the whole holds, as far as no model is needed. */
export function passes(testCase: Case, turns: readonly PlayedTurn[]): boolean {
  const ofTurns = turns.flatMap((played) => {
    const expect = testCase.turns[played.turn - 1]?.expect;
    return expect === undefined ? [] : checkScope(expect, played);
  });
  return [...ofTurns, ...ofWhole(testCase, turns)].every(({ verdict }) => verdict === "passed");
}

function ofWhole({ expect }: Case, turns: readonly PlayedTurn[]) {
  const [first, last] = [turns[0], turns.at(-1)];
  if (expect === undefined || first === undefined || last === undefined) return [];
  const steps = turns.flatMap((played) => played.steps);
  const scope: Scope = { turn: null, steps, before: first.before, after: last.after };
  return checkScope(expect, scope);
}

/** The judges and the checks of one's own that a case has: no check here asks them. */
export function notAsked(testCase: Case): string[] {
  const names = expectationsOf(testCase).flatMap(({ output, check = [] }) => [
    ...(output?.judge === undefined ? [] : ["judge"]),
    ...check.map(({ name }) => `check.${name}`),
  ]);
  return [...new Set(names)];
}
