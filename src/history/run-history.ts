import type { HistoryCase, HistoryRun } from "./history-result.ts";
import { countsOf } from "../results/pass-estimates.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../results/result.ts";
import { sortedQuantile } from "../stats/intervals/bootstrap.ts";

/** Observes a run for what is kept of it. */
export class RunHistory {
  readonly #cases: [id: string, HistoryCase][] = [];
  readonly #durations: number[] = [];

  caseFinished({ id, trials, fingerprint }: CaseResult): void {
    const counts = countsOf(trials);
    const counted = trials.filter(({ verdict }) => verdict === "passed" || verdict === "failed");
    const durations = counted.map((trial) => trial.duration_ms);
    this.#durations.push(...durations);
    if (counted.length === 0) return;
    const costs = counted.map(({ cost }) => cost).filter((cost) => cost !== null);
    const cost = costs.length < counted.length ? null : mean(costs);
    const means = { cost, duration_ms: mean(durations) };
    this.#cases.push([id, { ...counts, ...means, fingerprint: fingerprint ?? null }]);
  }

  /** What is kept of the run. */
  end(header: ResultHeader, { summary }: SuiteEnd): HistoryRun {
    const sorted = Float64Array.from(this.#durations).sort();
    const [p50, p95] = [sortedQuantile(sorted, 0.5), sortedQuantile(sorted, 0.95)];
    return {
      started_at: header.started_at,
      traffic: header.traffic,
      label: header.variant ?? header.model_override ?? modelsOf(summary),
      passed: summary.passed,
      failed: summary.failed,
      errored: summary.errored,
      pass_rate: summary.pass_rate,
      pass_rate_interval: summary.pass_rate_interval,
      cost: summary.cost,
      latency_ms: p50 === undefined || p95 === undefined ? null : { p50, p95 },
      cases: Object.fromEntries(this.#cases),
    };
  }
}

/** Why a run is not kept: its numbers are not those of its suite. Undefined for a whole one. */
export function partialReason(
  { selected, shard }: Pick<ResultHeader, "selected" | "shard">,
  { stopped }: Pick<SuiteEnd, "stopped">,
): string | undefined {
  if (shard !== undefined) return "a shard: merge the shards first";
  if (selected === true) return "of some cases only";
  return stopped === null ? undefined : "of a run that was stopped";
}

function modelsOf({ spending }: SuiteEnd["summary"]): string {
  return Object.keys(spending).sort().join(", ");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
