import type { ComparedRun, ComparisonResult } from "../../results/comparison-result.ts";
import { noWorseLines } from "../../reports/terminal/no-worse.ts";
import { comparisonRemarks } from "../../reports/words/comparison.ts";
import { dollars, duration, estimate, scoreText } from "../../reports/words/format.ts";
import { plain } from "../../reports/words/paint.ts";
import { plural, thousands } from "../../text/count.ts";
import type { Page } from "../data/page.ts";
import { NumbersTable } from "../ui/figure.tsx";
import { Matrix } from "../swarm/matrix.tsx";
import { ModelCharts } from "./model-charts.tsx";
import { Against } from "./against.tsx";
import { runNumber } from "./run-number.ts";

/** Runs of one suite side by side: the verdict in a sentence, then the numbers behind it. */
export function ModelsView(props: { readonly comparison: ComparisonResult; readonly page: Page }) {
  const { comparison, page } = props;
  const { runs, comparisons, no_worse: noWorse = [], alpha } = comparison;
  const remarks = comparisonRemarks(comparison);
  return (
    <main class="views">
      <h2 class="wide-title">
        {`${comparison.suite}: ${plural(runs.length, "run")} of ${plural(comparison.cases, "case")}`}
      </h2>
      {comparisons.map((one, index) =>
        one === null ? (
          <p key={index} class="card none">
            {`${runs[index + 1]?.label} cannot be compared with ${runs[0]?.label}: no case has trials of both that count.`}
          </p>
        ) : (
          <Against
            key={index}
            comparison={one}
            alpha={alpha}
            comparisons={comparisons.length}
            suite={comparison.suite}
            page={page}
          />
        ),
      )}
      {noWorse.map(
        (one, index) =>
          one && (
            <section key={index} class="card figure against" aria-label="No worse">
              {noWorseLines(one, { paint: plain, columns: Infinity }).map((line, at) =>
                at === 0 ? <h3 key={at}>{line}</h3> : <p key={at}>{line.trim()}</p>,
              )}
            </section>
          ),
      )}
      {remarks.length > 0 && (
        <div class="remark">
          {remarks.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      <section class="card figure" aria-label="Numbers">
        <h2>Means of a trial</h2>
        <NumbersTable title="Means of a trial" numbers={numbersOf(runs)} />
      </section>
      <ModelCharts runs={runs} />
      <div class="columns">
        {runs.map(
          ({ label, routing }, index) =>
            routing.decisions > 0 && (
              <Matrix
                key={index}
                title={`Routing by ${label}: ${routing.as_expected} of ${routing.decisions} as expected`}
                corner="expected ↓ had it →"
                links={Object.entries(routing.confusion).flatMap(([from, row]) =>
                  Object.entries(row).map(([to, count]) => ({ from, to, count, cases: count })),
                )}
                view={{ run: runNumber(page, comparison.suite, label) }}
                filter="decision"
                isWrong={({ from, to }) => from !== to}
              />
            ),
        )}
      </div>
    </main>
  );
}

function numbersOf(runs: readonly ComparedRun[]) {
  const scores = [...new Set(runs.flatMap(({ scores: of = {} }) => Object.keys(of)))];
  return {
    head: [
      "run",
      "pass rate (95 %)",
      "trials",
      "passed",
      "errored",
      "calls",
      "tokens",
      "cost",
      "p50",
      "p95",
      ...scores,
    ],
    rows: runs.map((run) => [
      run.label,
      estimate(run.pass_rate, run.pass_rate_interval),
      thousands(run.trials),
      thousands(run.passed),
      thousands(run.errored),
      run.model_calls === null ? "–" : String(Number(run.model_calls.toFixed(1))),
      run.tokens === null ? "unknown" : thousands(Math.round(run.tokens)),
      dollars(run.cost),
      run.latency_ms === null ? "–" : duration(run.latency_ms.p50),
      run.latency_ms === null ? "–" : duration(run.latency_ms.p95),
      ...scores.map((check) => {
        const score = run.scores?.[check];
        return score === undefined ? "–" : scoreText(score);
      }),
    ]),
  };
}
