import type { ComparedRun } from "../../results/comparison-result.ts";
import { ends, suiteEstimates } from "../../results/pass-estimates.ts";
import { sortedQuantile } from "../../stats/intervals/bootstrap.ts";
import { suiteRate } from "../../stats/pass/rate.ts";
import { routingTable } from "./routing.ts";
import { meanScores } from "../baseline/scores.ts";
import { total, type CaseTally, type ComparableRun } from "./run-tally.ts";

/** A run over these of its cases; `clusters` has the cluster of each, if they are not their own. */
export function comparedRun(
  run: ComparableRun,
  ids: readonly string[],
  clusters?: readonly string[],
): ComparedRun {
  const { label, header, file, stopped, tally } = run;
  const cases = ids.flatMap((id) => tally.cases.get(id) ?? []);
  const counts = cases.map((one) => one.counts);
  const most = counts.reduce((upTo, { trials }) => Math.max(upTo, trials), 0);
  const rate = suiteRate(counts, { clusters });
  const trials = counts.reduce((sum, one) => sum + one.trials, 0);
  const mean = (of: (one: CaseTally) => number | null): number | null => {
    const sum = total(cases, of);
    return sum === null || trials === 0 ? null : sum / trials;
  };
  const scores = meanScores(cases.map((one) => Object.entries(one.scores)));
  const { pass_hat_k, pass_hat_k_interval } = suiteEstimates(counts, most, clusters);
  return {
    label,
    model_override: header.model_override,
    traffic: header.traffic,
    started_at: header.started_at,
    ...(header.prices === undefined ? {} : { prices: header.prices }),
    models: [...new Set(cases.flatMap(({ models }) => models))].sort(),
    result_file: file,
    stopped,
    trials,
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    errored: cases.reduce((sum, { errored }) => sum + errored, 0),
    first_error: cases.find(({ firstError }) => firstError !== undefined)?.firstError ?? null,
    leftovers: cases.reduce((sum, { leftovers }) => sum + leftovers, 0),
    pass_rate: rate?.value ?? null,
    pass_rate_interval: ends(rate),
    pass_hat_k,
    pass_hat_k_interval,
    model_calls: mean(({ calls }) => calls),
    tokens: mean(({ tokens }) => tokens),
    cost: mean(({ cost }) => cost),
    latency_ms: latencyOf(cases),
    ...(Object.keys(scores).length === 0 ? {} : { scores }),
    routing: routingTable(
      ids.flatMap((id) => (tally.cases.get(id)?.routed ?? []).map((one) => ({ id, ...one }))),
    ),
  };
}

function latencyOf(cases: readonly CaseTally[]): ComparedRun["latency_ms"] {
  const sorted = Float64Array.from(cases.flatMap(({ durations }) => durations)).sort();
  const [p50, p95] = [sortedQuantile(sorted, 0.5), sortedQuantile(sorted, 0.95)];
  return p50 === undefined || p95 === undefined ? null : { p50, p95 };
}
