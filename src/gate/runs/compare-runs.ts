import type { ComparisonResult, Flip, RunComparison } from "../../results/comparison-result.ts";
import type { Counts } from "../../stats/counts.ts";
import { holmAdjusted } from "../../stats/compare/holm.ts";
import {
  pairedComparison,
  pairedVerdict,
  type PairedComparison,
} from "../../stats/compare/paired.ts";
import { comparedRun } from "./compared-run.ts";
import type { ComparableRun, ComparableRuns } from "./run-tally.ts";

/**
 * Compares each run with the first, over the cases that all have; call `refuseUnlikeRuns` before. Cases that share a
 * tag with the prefix `cluster` are one cluster, a case without one is its own.
 */
export function compareRuns(
  runs: ComparableRuns,
  alpha: number,
  cluster?: string,
): ComparisonResult {
  const [reference, ...candidates] = runs;
  const ids = commonCases(runs);
  const clusters =
    cluster === undefined ? undefined : ids.map((id) => clusterOf(reference, id, cluster));
  const common = new Set(ids);
  const counts = ({ tally }: ComparableRun, id: string): Counts =>
    tally.cases.get(id)?.counts ?? { passed: 0, trials: 0 };
  const found = candidates.map((candidate) =>
    pairedComparison(
      ids.map((id, index) => ({
        baseline: counts(reference, id),
        candidate: counts(candidate, id),
        cluster: clusters?.[index],
      })),
      { alpha, comparisons: candidates.length },
    ),
  );
  const adjusted = holmAdjusted(found.map((one) => one?.pValue));
  return {
    version: 1,
    suite: reference.header.suite,
    cases: ids.length,
    alpha,
    ...(cluster === undefined ? {} : { cluster }),
    runs: runs.map((run) => comparedRun(run, ids, clusters)),
    comparisons: candidates.map((candidate, index) => {
      const flips = flipsOf(ids, (id) => [counts(reference, id), counts(candidate, id)]);
      const [one, p] = [found[index], adjusted[index]];
      if (one === undefined || p === undefined) return null;
      const names = { reference: reference.label, candidate: candidate.label };
      return { ...names, ...comparison(one, p, alpha), ...flips };
    }),
    left_out: Object.fromEntries(
      runs
        .map(
          ({ label, tally }) =>
            [label, [...tally.cases.keys()].filter((id) => !common.has(id))] as const,
        )
        .filter(([, left]) => left.length > 0),
    ),
  };
}

/** A comparison of runs in which cases were played as often as the outcome called for: rates would be biased. */
export function withoutEstimates(comparison: ComparisonResult): ComparisonResult {
  const none = {
    pass_rate: null,
    pass_rate_interval: null,
    pass_hat_k: {},
    pass_hat_k_interval: {},
  };
  return {
    ...comparison,
    runs: comparison.runs.map((run) => ({ ...run, ...none })),
    comparisons: [],
  };
}

/** The first tag with the prefix, or the case itself, in a form that no tag has. */
function clusterOf({ tally }: ComparableRun, id: string, prefix: string): string {
  const tag = tally.cases.get(id)?.tags.find((one) => one.startsWith(prefix));
  return JSON.stringify(tag === undefined ? { id } : tag);
}

/** The cases that all runs have, in the order of the first. */
export function commonCases(runs: ComparableRuns): string[] {
  return [...runs[0].tally.cases.keys()].filter((id) =>
    runs.every(({ tally }) => tally.cases.has(id)),
  );
}

function comparison(
  {
    difference,
    interval,
    pValue,
    test,
    detectable,
    detectableIfEven,
    cases,
    clusters,
  }: PairedComparison,
  adjusted: number,
  alpha: number,
): Omit<RunComparison, "reference" | "candidate" | "up" | "down"> {
  return {
    cases,
    clusters,
    verdict: pairedVerdict(difference, adjusted, alpha),
    difference,
    interval: [interval.lower, interval.upper],
    p_value: pValue,
    p_adjusted: adjusted,
    test,
    detectable: detectable ?? null,
    detectable_if_even: detectableIfEven ?? null,
  };
}

function flipsOf(
  ids: readonly string[],
  counts: (id: string) => [reference: Counts, candidate: Counts],
): { readonly up: Flip[]; readonly down: Flip[] } {
  const flips = ids.flatMap((id) => {
    const [reference, candidate] = counts(id);
    if (reference.trials === 0 || candidate.trials === 0) return [];
    const change = candidate.passed / candidate.trials - reference.passed / reference.trials;
    return change === 0 ? [] : [{ id, reference, candidate, change }];
  });
  const sorted = flips.sort((one, other) => Math.abs(other.change) - Math.abs(one.change));
  const those = (side: (change: number) => boolean): Flip[] =>
    sorted.filter(({ change }) => side(change)).map(({ change: _, ...flip }) => flip);
  return { up: those((change) => change > 0), down: those((change) => change < 0) };
}
