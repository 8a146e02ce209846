import type {
  ComparedRun,
  ComparisonResult,
  Flip,
  RunComparison,
} from "../../results/comparison-result.ts";
import { plural, thousands, listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import {
  countsText,
  dollars,
  duration,
  estimate,
  percent,
  pValueText,
  scoreText,
  signedPercent,
} from "../words/format.ts";
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
    remarks(comparison),
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

const MOST_NAMED = 5;

/** What the numbers leave out. */
function remarks({ runs, left_out: left }: ComparisonResult): string[] {
  return [
    ...runs.flatMap(({ label, errored, first_error: why }) =>
      errored === 0
        ? []
        : [
            `${label}: ${plural(errored, "trial")} broke off and ${errored === 1 ? "is" : "are"} not counted.${errored > 1 ? " The first:" : ""}`,
            ...(why === null ? [] : why.split("\n").map((line) => `  ${oneLine(line)}`)),
          ],
    ),
    ...runs.flatMap(({ label, stopped }) =>
      stopped === null
        ? []
        : [`${label}: the run was stopped (${stopped}), and has not played all cases.`],
    ),
    ...runs.flatMap(({ label, leftovers }) =>
      leftovers === 0
        ? []
        : [
            `${label}: ${plural(leftovers, "recording")} left over: the agents no longer ask for what was recorded. If that is meant, drop them with --traffic update.`,
          ],
    ),
    ...Object.entries(left).map(
      ([label, ids]) =>
        `${label}: ${plural(ids.length, "case")} left out, which not all runs have: ${listed(
          ids.map((id) => oneLine(id)),
          MOST_NAMED,
        )}.`,
    ),
  ];
}

function comparisonLines(
  comparison: RunComparison,
  alpha: number,
  comparisons: number,
  { paint }: Place,
): string[] {
  const { reference, candidate, verdict, difference, interval, test, cases, clusters } = comparison;
  const { p_value: p, p_adjusted: adjusted, up, down } = comparison;
  const colour = { better: "green", worse: "red", "no difference shown": "dim" } as const;
  const over = clusters === cases ? "" : ` in ${plural(clusters, "cluster")}`;
  const holm =
    comparisons > 1 ? `, ${pValueText(adjusted)} adjusted for ${comparisons} comparisons` : "";
  const by = test === "mcnemar" ? "the exact McNemar test" : "the sign-flip test";
  return [
    `${paint("bold", `${candidate} against ${reference}`)}: ${paint(colour[verdict], verdict)}`,
    `  a difference of ${signedPercent(difference)} (${signedPercent(interval[0])} to ${signedPercent(interval[1])}), ${pValueText(p)}${holm}, by ${by} over ${plural(cases, "case")}${over} at the level of ${alpha}`,
    `  ${detectableText(comparison)}`,
    ...flipLine("did better", up),
    ...flipLine("did worse", down),
  ];
}

function detectableText({
  detectable: worst,
  detectable_if_even: even,
  cases,
  clusters,
}: RunComparison): string {
  if (worst === null || even === null)
    return `So few ${clusters === cases ? "cases" : "clusters"} can show no difference.`;
  const shown = (difference: number): string =>
    `A difference of ${percent(difference)} would have been shown with a chance of about 80 %`;
  const always = `however it is spread over the ${clusters === cases ? "cases" : "clusters"}`;
  if (percent(even) === percent(worst)) return `${shown(worst)}, ${always}.`;
  return `${shown(even)} if it is spread evenly over the cases, and one of ${percent(worst)} ${always}.`;
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
