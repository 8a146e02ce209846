import type { Counts } from "./counts.ts";
import { requireProbability, requireWhole } from "./require.ts";

/** How a stopping rule behaves at one pass probability. */
export interface StoppingRates<Verdict> {
  /** The chance of each verdict; what is missing from 1 is still open after all trials. */
  readonly verdicts: ReadonlyMap<Verdict, number>;
  readonly expectedTrials: number;
}

/**
 * The exact chance of each verdict, and the expected number of trials, when a case that passes with
 * `probability` is tried until `rule` says something other than undefined, at most `maximum` times.
 * It carries the chance of each number of passes forward from trial to trial, O(maximum²).
 * Throws a RangeError for a probability outside [0, 1].
 */
export function stoppingRates<Verdict>(
  rule: (counts: Counts) => Verdict | undefined,
  maximum: number,
  probability: number,
): StoppingRates<Verdict> {
  requireWhole("maximum", maximum);
  requireProbability("probability", probability);
  const verdicts = new Map<Verdict, number>();
  let open = [1];
  let expectedTrials = 0;
  for (let trials = 0; trials <= maximum; trials += 1) {
    const next = Array.from({ length: trials + 2 }, () => 0);
    open.forEach((chance, passed) => {
      if (chance === 0) return;
      const verdict = rule({ passed, trials });
      if (verdict !== undefined) {
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + chance);
        return;
      }
      if (trials === maximum) return;
      expectedTrials += chance;
      next[passed] = (next[passed] ?? 0) + chance * (1 - probability);
      next[passed + 1] = (next[passed + 1] ?? 0) + chance * probability;
    });
    open = next;
  }
  return { verdicts, expectedTrials };
}
