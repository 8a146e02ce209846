import type { ComparedRun } from "../../results/comparison-result.ts";
import { dollars, duration, estimate, percent } from "../../reports/words/format.ts";
import { CostAgainstQuality, type Estimated } from "../charts/scatter.tsx";
import { Lines } from "../charts/lines.tsx";
import { Ranges } from "../charts/ranges.tsx";
import { Figure } from "../ui/figure.tsx";

/** What tells models apart, as far as it is known: pass rates, pass^k, cost and latency. */
export function ModelCharts({ runs }: { readonly runs: readonly ComparedRun[] }) {
  const rates = runs.map((run): Estimated => {
    return { label: run.label, share: run.pass_rate, interval: run.pass_rate_interval };
  });
  const ks = [...new Set(runs.flatMap(({ pass_hat_k: rate }) => Object.keys(rate)))];
  const priced = runs.flatMap((run, index) => {
    const rate = rates[index];
    return run.cost === null || rate === undefined ? [] : [{ ...rate, cost: run.cost }];
  });
  const timed = runs.flatMap(({ label, latency_ms: took }) =>
    took === null ? [] : [{ label, ...took }],
  );
  return (
    <div class="columns">
      <Figure
        title="Pass rate"
        note="With 95 % intervals."
        numbers={{
          head: ["run", "pass rate (95 %)"],
          rows: rates.map(({ label, share, interval }) => [label, estimate(share, interval)]),
        }}
      >
        <Ranges
          title="pass rate"
          all={rates.map(({ label, share, interval }) => ({
            text: `${label}  ${estimate(share, interval)}`,
            value: share,
            ends: interval,
          }))}
          most={1}
          format={percent}
        />
      </Figure>
      {ks.length > 1 && (
        <Figure
          title="pass^k"
          note="The chance that k fresh trials of a case all pass."
          numbers={{
            head: ["run", ...ks.map((k) => `k = ${k}`)],
            rows: runs.map((run) => [
              run.label,
              ...ks.map((k) =>
                estimate(run.pass_hat_k[k] ?? null, run.pass_hat_k_interval[k] ?? null),
              ),
            ]),
          }}
        >
          <Lines
            title="pass^k"
            xTitle="k"
            xs={ks}
            most={1}
            format={percent}
            series={runs.map((run) => ({
              label: run.label,
              points: ks.map((k) => {
                const rate = run.pass_hat_k[k] ?? null;
                const interval = run.pass_hat_k_interval[k] ?? null;
                if (rate === null) return null;
                const text = `${run.label}, k = ${k}: ${estimate(rate, interval)}`;
                return { y: rate, interval: interval ?? undefined, text };
              }),
            }))}
          />
        </Figure>
      )}
      {priced.length > 0 && (
        <Figure
          title="Cost against quality"
          numbers={{
            head: ["run", "cost of a trial", "pass rate"],
            rows: priced.map(({ label, cost, share }) => [label, dollars(cost), percent(share)]),
          }}
        >
          <CostAgainstQuality all={priced} />
        </Figure>
      )}
      {timed.length > 0 && (
        <Figure
          title="Latency"
          note="From the median to the 95th percentile of the time that a trial takes."
          numbers={{
            head: ["run", "p50", "p95"],
            rows: timed.map(({ label, p50, p95 }) => [label, duration(p50), duration(p95)]),
          }}
        >
          <Ranges
            title="time of a trial"
            all={timed.map(({ label, p50, p95 }) => ({
              text: `${label}  ${duration(p50)}, p95 ${duration(p95)}`,
              value: p50,
              ends: [p50, p95],
            }))}
            most={Math.max(...timed.map(({ p95 }) => p95), 1)}
            format={duration}
          />
        </Figure>
      )}
    </div>
  );
}
