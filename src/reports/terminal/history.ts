import { flakyCases } from "../failures/flaky-cases.ts";
import type { HistoryResult, HistoryRun } from "../../history/history-result.ts";
import { listed } from "../../text/count.ts";
import { countsText, dollars, duration, estimate } from "../words/format.ts";
import type { Paint } from "../words/paint.ts";
import { plainTable } from "../words/plain-table.ts";
import { verdictsText } from "../words/sums.ts";

const HEAD = [
  "run (UTC)",
  "model",
  "traffic",
  "trials",
  "pass rate (95 %)",
  "cost",
  "p50",
  "flaky",
];
const NUMBERS_FROM = 4;
const MOST_FLAKY = 10;

/** The runs of a suite, a row for each, the last one at the end; and what was flaky in them. */
export function historyText(history: HistoryResult, paint: Paint): string {
  const { suite, runs } = history;
  const flaky = flakyCases(history).map((one) => `${one.id} ${countsText(one)}`);
  return [
    paint("bold", suite),
    plainTable(
      HEAD.map((name) => paint("dim", name)),
      runs.map((run) => rowOf(run, paint)),
      NUMBERS_FROM,
    ),
    ...(flaky.length === 0
      ? []
      : [`Flaky over these runs, by trials that passed: ${listed(flaky, MOST_FLAKY)}.`]),
  ].join("\n");
}

function rowOf(run: HistoryRun, paint: Paint): string[] {
  const counts = Object.values(run.cases);
  return [
    run.started_at.slice(0, "2026-03-05T09:30".length).replace("T", " "),
    run.label,
    run.traffic,
    verdictsText(run, paint),
    estimate(run.pass_rate, run.pass_rate_interval),
    dollars(run.cost),
    run.latency_ms === null ? "–" : duration(run.latency_ms.p50),
    String(counts.filter(({ passed, trials }) => passed > 0 && passed < trials).length),
  ];
}
