import { requireInside, requireWhole } from "../counts.ts";

/** Two rates to be told apart. */
export interface Sprt {
  /** `often` is said of something this rare with probability `alpha` at most. */
  readonly rare: number;
  /** `rarely` is said of something this frequent with probability `beta` at most; greater than `rare`, less than 1. */
  readonly frequent: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface Occurrences {
  readonly occurred: number;
  readonly trials: number;
}

/**
 * Wald's sequential probability ratio test of how often something occurs, after any number of trials. The boundaries are
 * 1/α and β, by which the errors are no greater than α and β at all looks together (Ville's inequality). With no trial
 * left, it is the likelier of the two, with errors that may be greater. Throws a RangeError.
 * Source: Wald 1945, "Sequential Tests of Statistical Hypotheses", Annals of Mathematical Statistics 16(2).
 */
export function sprt(
  test: Sprt,
  seen: Occurrences,
  trialsLeft = Infinity,
): "often" | "rarely" | "open" {
  const ratio = logRatio(requireSprt(test), seen);
  if (ratio >= -Math.log(test.alpha)) return "often";
  if (ratio <= Math.log(test.beta)) return "rarely";
  if (trialsLeft > 0) return "open";
  return ratio > 0 ? "often" : "rarely";
}

/** How many more trials it takes at least until the test can say anything: 0 if it does already. */
export function sprtNeeds(test: Sprt, seen: Occurrences): number {
  const ratio = logRatio(requireSprt(test), seen);
  const { rare, frequent, alpha, beta } = test;
  const toOften = (-Math.log(alpha) - ratio) / Math.log(frequent / rare);
  const toRarely = (ratio - Math.log(beta)) / Math.log((1 - rare) / (1 - frequent));
  return Math.max(0, Math.ceil(Math.min(toOften, toRarely)));
}

function logRatio({ rare, frequent }: Sprt, { occurred, trials }: Occurrences): number {
  requireWhole("trials", trials);
  requireWhole("occurred", occurred);
  const absent = trials - occurred;
  return occurred * Math.log(frequent / rare) + absent * Math.log((1 - frequent) / (1 - rare));
}

function requireSprt(test: Sprt): Sprt {
  for (const name of ["rare", "frequent", "alpha", "beta"] as const)
    requireInside(name, test[name]);
  if (test.rare < test.frequent) return test;
  throw new RangeError(`rare must be less than frequent, but ${test.rare} ≥ ${test.frequent}.`);
}
