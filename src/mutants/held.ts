import type { Case } from "../cases/case.ts";
import type { PlayedTurn } from "../checks/effects/effects.ts";
import { notAsked, passes } from "../checks/effects/unexpected.ts";
import { whyAllowed } from "./allowed.ts";
import { closings } from "./closing.ts";
import { withSuggestion, type Suggestion } from "./expectation-at.ts";
import type { Mutant } from "./mutant.ts";

/** What becomes of a mutant: `left out` if nothing should notice it, `unknown` if nobody can tell whether anything does. */
type Fate = "killed" | "survived" | "unknown" | "left out";

/** A mutant, held against its case. */
export interface Held {
  readonly mutant: Mutant;
  readonly fate: Fate;
  /** Why it is unknown or left out. */
  readonly reason?: string;
}

const NOT_ASKED = "a judge or a check of one's own was not asked";

/** Holds a mutant of these turns against all that its case expects, as far as no model is needed. */
export function held(testCase: Case, turns: readonly PlayedTurn[], mutant: Mutant): Held {
  if (!passes(testCase, mutant.turns())) return { mutant, fate: "killed" };
  const reason = whyAllowed(testCase, turns, mutant);
  const mayNotice = (name: string): boolean => name !== "judge" || mutant.needs.of === "output";
  if (notAsked(testCase).some(mayNotice)) return { mutant, fate: "unknown", reason: NOT_ASKED };
  return reason === undefined ? { mutant, fate: "survived" } : { mutant, fate: "left out", reason };
}

/** What a case should say in addition, and which mutants it would notice then. */
export interface Closed {
  readonly suggestions: readonly Suggestion[];
  /** The case with all suggestions. */
  readonly testCase: Case;
  /** By mutant, the suggestion by which it is noticed. What is not in it nothing notices. */
  readonly by: ReadonlyMap<Mutant, Suggestion>;
}

/**
 * The fewest expectations by which a case notices mutants of its first recording, found one after the other. Each holds in
 * all that was `recorded` of it.
 */
export function closed(
  testCase: Case,
  recorded: readonly (readonly PlayedTurn[])[],
  survivors: readonly Mutant[],
): Closed {
  const [turns = []] = recorded;
  const by = new Map<Mutant, Suggestion>();
  const suggested = new Map<string, Suggestion>();
  let current = testCase;
  for (const survivor of survivors) {
    if (by.has(survivor)) continue;
    for (const suggestion of closings(current, turns, survivor)) {
      const candidate = withSuggestion(current, suggestion);
      if (passes(candidate, survivor.turns())) continue;
      if (!recorded.every((played) => passes(candidate, played))) continue;
      current = candidate;
      suggested.set(placeOf(suggestion), suggestion);
      for (const other of survivors)
        if (!by.has(other) && !passes(candidate, other.turns())) by.set(other, suggestion);
      break;
    }
  }
  const final = (one: Suggestion): Suggestion => suggested.get(placeOf(one)) ?? one;
  return {
    suggestions: [...suggested.values()],
    testCase: current,
    by: new Map([...by].map(([mutant, one]) => [mutant, final(one)])),
  };
}

function placeOf({ turn, key }: Suggestion): string {
  return `${turn} ${key}`;
}
