import type { ComparisonResult, RunComparison } from "../../results/comparison-result.ts";
import { listed, plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { percent, pValueText, signedPercent } from "./format.ts";

const MOST_NAMED = 5;

/** What the numbers leave out. */
export function comparisonRemarks({ runs, left_out: left }: ComparisonResult): string[] {
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

/** `a difference of −50 % (−100 % to +100 %), p = 1, by the sign-flip test over 2 cases at the level of 0.05` */
export function differenceText(
  comparison: RunComparison,
  alpha: number,
  comparisons: number,
): string {
  const { difference, interval, test, cases, clusters } = comparison;
  const { p_value: p, p_adjusted: adjusted } = comparison;
  const over = clusters === cases ? "" : ` in ${plural(clusters, "cluster")}`;
  const holm =
    comparisons > 1 ? `, ${pValueText(adjusted)} adjusted for ${comparisons} comparisons` : "";
  const by = test === "mcnemar" ? "the exact McNemar test" : "the sign-flip test";
  return `a difference of ${signedPercent(difference)} (${signedPercent(interval[0])} to ${signedPercent(interval[1])}), ${pValueText(p)}${holm}, by ${by} over ${plural(cases, "case")}${over} at the level of ${alpha}`;
}

/** What difference would have been shown. */
export function detectableText({
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
