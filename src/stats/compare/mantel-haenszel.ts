import { type Counts, requireCounts } from "../counts.ts";
import { hypergeometric } from "../distributions/binomial.ts";

/** Outcomes with less of a chance than this are left out: a hundred thousand of them change no p-value. */
const NEGLIGIBLE = 1e-21;

/** The chances of a sum that is `least`, `least` + 1 and so on. */
interface Distribution {
  readonly least: number;
  readonly chances: Float64Array;
}

/**
 * The exact conditional test of Mantel and Haenszel over cases, each with trials under two runs: given how many trials of
 * each case passed in all, those of its candidate are hypergeometric if nothing changed, and their sum is the statistic.
 * `less` and `greater` are the one-sided p-values of the candidate passing less and more often. The cases are taken as
 * they are: nothing is said of others. For single trials it is McNemar's exact test. Cases without a trial on one side
 * say nothing. Undefined if no other is left.
 * Sources: Mantel and Haenszel 1959, "Statistical Aspects of the Analysis of Data from Retrospective Studies of Disease";
 * exact form as in R's mantelhaen.test(exact = TRUE).
 */
export function mantelHaenszelExact(
  cases: readonly { readonly baseline: Counts; readonly candidate: Counts }[],
): { readonly less: number; readonly greater: number } | undefined {
  let sum: Distribution = { least: 0, chances: Float64Array.of(1) };
  let seen = 0;
  let counted = 0;
  const known = new Map<string, Distribution>();
  for (const [index, { baseline, candidate }] of cases.entries()) {
    requireCounts(`cases[${index}].baseline`, baseline);
    requireCounts(`cases[${index}].candidate`, candidate);
    if (baseline.trials === 0 || candidate.trials === 0) continue;
    counted += 1;
    seen += candidate.passed;
    const passes = baseline.passed + candidate.passed;
    const key = `${baseline.trials}/${candidate.trials}/${passes}`;
    let one = known.get(key);
    if (one === undefined)
      known.set(key, (one = passesOf(baseline.trials, candidate.trials, passes)));
    sum = convolved(sum, one);
  }
  if (counted === 0) return undefined;
  const { least, chances } = sum;
  let less = 0;
  let greater = 0;
  for (const [index, chance] of chances.entries()) {
    if (least + index <= seen) less += chance;
    if (least + index >= seen) greater += chance;
  }
  return { less: Math.min(1, less), greater: Math.min(1, greater) };
}

/** How many of all `passes` of a case are those of the second side, if the trials are dealt out at random. */
function passesOf(first: number, second: number, passes: number): Distribution {
  const least = Math.max(0, passes - first);
  const most = Math.min(passes, second);
  const chances = Float64Array.from({ length: most - least + 1 }, (_, index) =>
    hypergeometric(least + index, passes, first, second),
  );
  return { least, chances };
}

function convolved(one: Distribution, other: Distribution): Distribution {
  if (other.chances.length === 1) return { ...one, least: one.least + other.least };
  const chances = new Float64Array(one.chances.length + other.chances.length - 1);
  for (const [index, chance] of one.chances.entries())
    for (const [more, factor] of other.chances.entries())
      chances[index + more] = (chances[index + more] ?? 0) + chance * factor;
  const from = chances.findIndex((chance) => chance > NEGLIGIBLE);
  const to = chances.findLastIndex((chance) => chance > NEGLIGIBLE) + 1;
  return { least: one.least + other.least + from, chances: chances.subarray(from, to) };
}
