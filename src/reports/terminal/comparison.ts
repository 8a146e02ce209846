import type {
  ComparedRun,
  ComparisonResult,
  Flip,
  RunComparison,
} from "../../results/comparison-result.ts";
import {
  countsText,
  dollars,
  duration,
  estimate,
  percent,
  pValueText,
  signedPercent,
} from "../words/format.ts";
import { plural, listed } from "../../text/count.ts";
import { plainTable } from "../words/plain-table.ts";
import { pricesText } from "../words/prices.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { routingText } from "./routing.ts";
import { hanging, width } from "../words/width.ts";

const MEANS =
  "Calls, tokens and cost are means of a trial; p50 and p95 are of the time that one takes.";

/** Runs of one suite side by side: a table, what differs from the first run and how surely, and who was led to whom. */
export function comparisonText(comparison: ComparisonResult, place: Place): string {
  const { suite, cases, runs, comparisons, alpha } = comparison;
  const { paint, columns } = place;
  const routing = routingText(runs, place);
  const paragraph = (lines: readonly string[]): string[] =>
    lines.length === 0
      ? []
      : [
          lines
            .flatMap((line) => hanging(line, columns))
            .join("\n")
            .replaceAll("\u00A0", " "),
        ];
  return [
    `${paint("bold", suite)}: ${plural(cases, "case")}`,
    [
      table(runs, place),
      ...[MEANS, ...prices(runs)]
        .flatMap((line) => hanging(line, columns))
        .map((line) => paint("dim", line)),
    ].join("\n"),
    ...paragraph(remarks(comparison)),
    ...comparisons.flatMap((one, index) =>
      paragraph(
        one === null
          ? [
              `${runs[index + 1]?.label} cannot be compared with ${runs[0]?.label}: no case has trials of both that count.`,
            ]
          : comparisonLines(one, alpha, comparisons.length, place),
      ),
    ),
    ...(routing === "" ? [] : [routing]),
  ].join("\n\n");
}

function table(runs: readonly ComparedRun[], { paint, columns }: Place): string {
  const k = String(Math.max(...runs.flatMap((run) => Object.keys(run.pass_hat_k).map(Number)), 1));
  const many = k !== "1";
  const head = [
    "",
    "pass rate (95 %)",
    ...(many ? [`pass^${k} (95 %)`] : []),
    "calls",
    "tokens",
    "cost",
    "p50",
    "p95",
  ];
  const rows = runs.map((run) => [
    oneLine(run.label),
    estimate(run.pass_rate, run.pass_rate_interval),
    ...(many ? [estimate(run.pass_hat_k[k] ?? null, run.pass_hat_k_interval[k] ?? null)] : []),
    run.model_calls === null ? "–" : String(Number(run.model_calls.toFixed(1))),
    run.trials === 0
      ? "–"
      : run.tokens === null
        ? "unknown"
        : Math.round(run.tokens).toLocaleString("en-US"),
    run.trials === 0 ? "–" : dollars(run.cost),
    run.latency_ms === null ? "–" : duration(run.latency_ms.p50),
    run.latency_ms === null ? "–" : duration(run.latency_ms.p95),
  ]);
  const numbersFrom = many ? 3 : 2;
  const fits = plainTable(head, rows, numbersFrom)
    .split("\n")
    .every((line) => width(line) <= columns);
  const titles = (fits ? head : head.map(inTwo)).map((title) =>
    title
      .split("\n")
      .map((line) => paint("bold", line))
      .join("\n"),
  );
  return plainTable(
    titles,
    fits ? rows : rows.map(([label = "", ...cells]) => [label, ...cells.map(inTwo)]),
    numbersFrom,
  );
}

/** An estimate above its interval. */
function inTwo(cell: string): string {
  return cell.replace(" (", "\n(");
}

/** By which prices the costs were reckoned: of each run, where they are not those of all. */
function prices(runs: readonly ComparedRun[]): string[] {
  const texts = runs.map((run) => (run.prices === undefined ? "" : pricesText(run.prices)));
  if (texts.every((text) => text === texts[0])) return texts.slice(0, 1).filter(Boolean);
  return [
    "The costs rest on different prices:",
    ...runs.map(({ label }, index) => `  ${oneLine(label)}: ${texts[index] || "not known."}`),
  ];
}

/** What is not in the numbers. */
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
        `${label}: ${plural(ids.length, "case")} left out, which others have not: ${listed(
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
  const { reference, candidate, verdict, difference, interval, test, cases, detectable } =
    comparison;
  const over = comparison.clusters === cases ? "" : ` in ${plural(comparison.clusters, "cluster")}`;
  const { p_value: p, p_adjusted: adjusted, up, down } = comparison;
  const colour = { better: "green", worse: "red", "no difference shown": "dim" } as const;
  const holm =
    comparisons > 1 ? `, ${pValueText(adjusted)} adjusted for ${comparisons} comparisons` : "";
  const by = test === "mcnemar" ? "the exact McNemar test" : "the sign-flip test";
  return [
    `${paint("bold", `${candidate} against ${reference}`)}: ${paint(colour[verdict], verdict)}`,
    `  a difference of ${signedPercent(difference)} (${signedPercent(interval[0])} to ${signedPercent(interval[1])}), ${pValueText(p)}${holm}, by ${by} over ${plural(cases, "case")}${over} at the level of ${alpha}`,
    detectable === null
      ? `  So few ${over === "" ? "cases" : "clusters"} can show no difference.`
      : `  A difference of ${percent(detectable)} would have been shown with a chance of at least 80 %.`,
    ...flipLine("did better", up),
    ...flipLine("did worse", down),
  ];
}

const MOST_FLIPS = 20;

function flipLine(what: string, flips: readonly Flip[]): string[] {
  if (flips.length === 0) return [];
  const named = flips.map(({ id, reference, candidate }) =>
    together(`${oneLine(id)} ${countsText(reference)} → ${countsText(candidate)}`),
  );
  return [`  ${plural(flips.length, "case")} ${what}: ${listed(named, MOST_FLIPS)}`];
}

const MOST_NAMED = 5;

/** What stays on one line; `comparisonText` takes the marks out again. */
function together(text: string): string {
  return text.replaceAll(" ", "\u00A0");
}
