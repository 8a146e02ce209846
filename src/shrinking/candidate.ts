import { expectationsOf, type Case, type Turn } from "../cases/case.ts";
import type { OfferedPart } from "./offered.ts";

/** A turn, with its number in the case that is shrunk. */
interface NumberedTurn extends Turn {
  readonly number: number;
}

/** What is tried in place of a case. */
export interface Candidate {
  readonly turns: readonly NumberedTurn[];
  /** What models are not told. No case can say that. */
  readonly leftOut: readonly OfferedPart[];
}

/** All of a case. */
export function wholeOf({ turns }: Case): Candidate {
  return { turns: turns.map((turn, index) => ({ ...turn, number: index + 1 })), leftOut: [] };
}

/** The case that has the turns of a candidate. */
export function caseOf({ turns }: Candidate, testCase: Case): Case {
  return { ...testCase, turns: turns.map(({ number: _, ...turn }) => turn) };
}

/** Whether a case can be like this: somebody says something, and something is expected. */
export function isPlayable(candidate: Candidate, testCase: Case): boolean {
  const { turns } = candidate;
  const says = turns.every(({ user }) => typeof user !== "string" || user.trim() !== "");
  return turns.length > 0 && says && expectationsOf(caseOf(candidate, testCase)).length > 0;
}
