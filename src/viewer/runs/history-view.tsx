import type { HistoryPart, HistoryRun } from "../../reports/html/parts.ts";
import { dollars, duration, estimate, percent } from "../../reports/words/format.ts";
import { plural } from "../../text/count.ts";
import { Lines } from "../charts/lines.tsx";
import { Figure } from "../ui/figure.tsx";
import { CaseGrid } from "./case-grid.tsx";

/** How a suite did over its runs: pass rate, cost, latency, and each case. */
export function HistoryView({ histories }: { readonly histories: readonly HistoryPart[] }) {
  return (
    <main class="views">
      {histories.map((history) => (
        <OfSuite key={history.suite} history={history} />
      ))}
    </main>
  );
}

function OfSuite({ history: { suite, runs } }: { readonly history: HistoryPart }) {
  const xs = runs.map(dayOf);
  const latency = (key: "p50" | "p95") =>
    runs.map(({ latency_ms: took }, index) =>
      took === null ? null : { y: took[key], text: `${xs[index]}, ${key}: ${duration(took[key])}` },
    );
  return (
    <>
      <h2 class="wide-title">{`${suite}: ${plural(runs.length, "run")}`}</h2>
      <div class="columns">
        <Figure
          title="Pass rate"
          note="With 95 % intervals."
          numbers={{
            head: ["run", "pass rate (95 %)", "passed", "failed", "errored"],
            rows: runs.map((run) => [
              nameOf(run),
              estimate(run.pass_rate, run.pass_rate_interval),
              String(run.passed),
              String(run.failed),
              String(run.errored),
            ]),
          }}
        >
          <Lines
            title="Pass rate"
            xTitle="run"
            xs={xs}
            most={1}
            format={percent}
            series={[
              {
                label: "pass rate",
                points: runs.map((run) => {
                  const { pass_rate: rate, pass_rate_interval: interval } = run;
                  if (rate === null) return null;
                  const text = `${nameOf(run)}: ${estimate(rate, interval)}`;
                  return { y: rate, interval: interval ?? undefined, text };
                }),
              },
            ]}
          />
        </Figure>
        <Figure
          title="Cost"
          numbers={{
            head: ["run", "cost"],
            rows: runs.map((run) => [nameOf(run), dollars(run.cost)]),
          }}
        >
          <Lines
            title="Cost"
            xTitle="run"
            xs={xs}
            format={dollars}
            series={[
              {
                label: "cost",
                points: runs.map((run) =>
                  run.cost === null
                    ? null
                    : { y: run.cost, text: `${nameOf(run)}: ${dollars(run.cost)}` },
                ),
              },
            ]}
          />
        </Figure>
        <Figure
          title="Latency"
          note="Of a trial."
          numbers={{
            head: ["run", "p50", "p95"],
            rows: runs.map((run) => [
              nameOf(run),
              ...(["p50", "p95"] as const).map((key) =>
                run.latency_ms === null ? "–" : duration(run.latency_ms[key]),
              ),
            ]),
          }}
        >
          <Lines
            title="Latency"
            xTitle="run"
            xs={xs}
            format={duration}
            series={[
              { label: "p50", points: latency("p50") },
              { label: "p95", points: latency("p95") },
            ]}
          />
        </Figure>
      </div>
      <CaseGrid runs={runs} nameOf={nameOf} />
    </>
  );
}

function dayOf({ started_at: at }: HistoryRun): string {
  return at.slice(5, 10);
}

function nameOf({ started_at: at, label }: HistoryRun): string {
  return `${at.slice(0, 16).replace("T", " ")}, ${label}`;
}
