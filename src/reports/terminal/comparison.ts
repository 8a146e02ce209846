import type {
  ComparedRun,
  ComparisonResult,
  Flip,
  RunComparison,
} from "../../results/comparison-result.ts";
import { plural, thousands, listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { countsText, dollars, duration, estimate, scoreText } from "../words/format.ts";
import { comparisonRemarks, detectableText, differenceText } from "../words/comparison.ts";
import { plainTable } from "../words/plain-table.ts";
import { pricesText } from "../words/prices.ts";
import { hanging, width } from "../words/wrap.ts";
import { noWorseLines } from "./no-worse.ts";
import { routingText } from "./routing.ts";

const MEANS =
  "Calls, tokens and cost are means of a trial; p50 and p95 are of the time that one takes.";

/** Runs of one suite side by side: a table, how each differs from the first, and the routing. */
export function comparisonText(comparison: ComparisonResult, place: Place): string {
  const { suite, cases, runs, comparisons, no_worse: noWorse = [], alpha } = comparison;
  const { paint, columns } = place;
  const routing = routingText(runs, place);
  const folded = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => hanging(line, columns)).map((line) => line.replaceAll("\u00A0", " "));
  const paragraphs = [
    comparisonRemarks(comparison),
    scoreLines(runs),
    ...comparisons.map((one, index) =>
      one === null
        ? [
            `${runs[index + 1]?.label} cannot be compared with ${runs[0]?.label}: no case has trials of both that count.`,
          ]
        : comparisonLines(one, alpha, comparisons.length, place),
    ),
    ...noWorse.flatMap((one) => (one === null ? [] : [noWorseLines(one, place)])),
  ];
  return [
    `${paint("bold", suite)}: ${plural(cases, "case")}`,
    [
      table(runs, place),
      ...folded([MEANS, ...prices(runs)]).map((line) => paint("dim", line)),
    ].join("\n"),
    ...paragraphs.filter(({ length }) => length > 0).map((lines) => folded(lines).join("\n")),
    ...(routing === "" ? [] : [routing]),
  ].join("\n\n");
}

function table(runs: readonly ComparedRun[], { paint, columns }: Place): string {
  const k = Math.max(...runs.flatMap((run) => Object.keys(run.pass_hat_k).map(Number)), 1);
  const many = k > 1;
  const passHat = many ? [`pass^${k} (95 %)`] : [];
  const head = ["", "pass rate (95 %)", ...passHat, "calls", "tokens", "cost", "p50", "p95"];
  const rows = runs.map((run) => [
    oneLine(run.label),
    estimate(run.pass_rate, run.pass_rate_interval),
    ...(many ? [estimate(run.pass_hat_k[k] ?? null, run.pass_hat_k_interval[k] ?? null)] : []),
    run.model_calls === null ? "–" : String(Number(run.model_calls.toFixed(1))),
    ...(run.trials === 0
      ? ["–", "–"]
      : [run.tokens === null ? "unknown" : thousands(Math.round(run.tokens)), dollars(run.cost)]),
    run.latency_ms === null ? "–" : duration(run.latency_ms.p50),
    run.latency_ms === null ? "–" : duration(run.latency_ms.p95),
  ]);
  const numbersFrom = many ? 3 : 2;
  const fits = plainTable(head, rows, numbersFrom)
    .split("\n")
    .every((line) => width(line) <= columns);
  const inTwo = (cell: string): string => (fits ? cell : cell.replace(" (", "\n("));
  return plainTable(
    head.map((title) => inTwo(title).replaceAll(/.+/g, (line) => paint("bold", line))),
    rows.map(([label = "", ...cells]) => [label, ...cells.map(inTwo)]),
    numbersFrom,
  );
}

/** The prices that the costs are based on: for each run, if they differ. */
function prices(runs: readonly ComparedRun[]): string[] {
  const texts = runs.map((run) => (run.prices === undefined ? "" : pricesText(run.prices)));
  if (texts.every((text) => text === texts[0])) return texts.slice(0, 1).filter(Boolean);
  return [
    "The costs are based on different prices:",
    ...runs.map(({ label }, index) => `  ${oneLine(label)}: ${texts[index] || "not known."}`),
  ];
}

function comparisonLines(
  comparison: RunComparison,
  alpha: number,
  comparisons: number,
  { paint }: Place,
): string[] {
  const { reference, candidate, verdict, up, down } = comparison;
  const colour = { better: "green", worse: "red", "no difference shown": "dim" } as const;
  return [
    `${paint("bold", `${candidate} against ${reference}`)}: ${paint(colour[verdict], verdict)}`,
    `  ${differenceText(comparison, alpha, comparisons)}`,
    `  ${detectableText(comparison)}`,
    ...flipLine("did better", up),
    ...flipLine("did worse", down),
  ];
}

/** For each check of one's own that measures something, its mean score in every run. */
function scoreLines(runs: readonly ComparedRun[]): string[] {
  const checks = new Set(runs.flatMap(({ scores = {} }) => Object.keys(scores)));
  return [...checks].map((check) => {
    const means = runs.map(({ label, scores }) => {
      const score = scores?.[check];
      return `${oneLine(label)} ${score === undefined ? "–" : scoreText(score)}`;
    });
    return `Mean score of ${check}: ${means.join(", ")}`;
  });
}

const MOST_FLIPS = 20;

/** The words of a case stay on one line. */
function flipLine(what: string, flips: readonly Flip[]): string[] {
  if (flips.length === 0) return [];
  const named = flips.map(({ id, reference, candidate }) =>
    `${oneLine(id)} ${countsText(reference)} → ${countsText(candidate)}`.replaceAll(" ", "\u00A0"),
  );
  return [`  ${plural(flips.length, "case")} ${what}: ${listed(named, MOST_FLIPS)}`];
}
