import type { ForkArm, ForkComparison, ForkResult } from "../../results/comparison-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import {
  countsText,
  dollars,
  estimate,
  percent,
  pValueText,
  signedPercent,
} from "../words/format.ts";
import { plainTable } from "../words/plain-table.ts";
import { hanging } from "../words/wrap.ts";

const MOST_FAILURES = 3;

/** How trials went on from one step of a case, each way in a row, and how they compare. */
export function forkText(fork: ForkResult, place: Place): string {
  const { paint, columns } = place;
  const [turn, step] = fork.at.split(".");
  const from = `turn ${turn}${step === undefined ? "" : `, step ${step}`}`;
  const rows = [fork.recorded, ...fork.arms];
  const head = ["", "passed", "pass rate (95 %)", "cost"].map(
    (cell) => cell && paint("bold", cell),
  );
  const folded = (lines: readonly string[]): string =>
    lines.flatMap((line) => hanging(line, columns)).join("\n");
  return [
    `${paint("bold", oneLine(fork.case))} from ${from}`,
    plainTable(head, rows.map(row), 1),
    ...rows
      .map((arm) => armLines(arm))
      .filter(({ length }) => length > 0)
      .map(folded),
    ...fork.comparisons.map((one, index) =>
      folded(comparisonLines(one, fork.arms[index + 1]?.label ?? "", fork, place)),
    ),
  ].join("\n\n");
}

function row(arm: ForkArm): string[] {
  const { label, passed, trials, interval, cost } = arm;
  const rate = trials === 0 ? null : passed / trials;
  return [oneLine(label), countsText({ passed, trials }), estimate(rate, interval), dollars(cost)];
}

/** What went wrong, and what is not counted. */
function armLines({ label, errored, first_error: why, strayed, failures }: ForkArm): string[] {
  const lines = [
    ...failures
      .slice(0, MOST_FAILURES)
      .map(({ reason, trials }) => `  ${trials} × ${oneLine(reason)}`),
    ...(failures.length > MOST_FAILURES
      ? [`  and ${plural(failures.length - MOST_FAILURES, "other failure")}`]
      : []),
    ...(errored === 0
      ? []
      : [
          `  ${plural(errored, "trial")} broke off and ${errored === 1 ? "is" : "are"} not counted:`,
        ]),
    ...(why === null ? [] : why.split("\n").map((line) => `    ${oneLine(line)}`)),
    ...(strayed === null
      ? []
      : [
          `  ${plural(strayed.trials, "trial")} no longer fitted the recording and followed its places, from ${oneLine(strayed.first)} on`,
        ]),
  ];
  return lines.length === 0 ? [] : [`${oneLine(label)}:`, ...lines];
}

function comparisonLines(
  one: ForkComparison | null,
  label: string,
  { arms, alpha }: ForkResult,
  { paint }: Place,
): string[] {
  const reference = oneLine(arms[0]?.label ?? "");
  if (one === null)
    return [`${oneLine(label)} cannot be compared with ${reference}: too few trials count.`];
  const { verdict, difference, interval, p_value: p, states, detectable } = one;
  const colour = { better: "green", worse: "red", "no difference shown": "dim" } as const;
  const adjusted = arms.length > 2 ? ` adjusted for ${arms.length - 1} comparisons` : "";
  return [
    `${paint("bold", `${oneLine(one.candidate)} against ${reference}`)}: ${paint(colour[verdict], verdict)}`,
    `  a difference of ${signedPercent(difference)} (${signedPercent(interval[0])} to ${signedPercent(interval[1])}), ${pValueText(p)}${adjusted}, by the exact Mantel–Haenszel test over ${plural(states, "recording")} at the level of ${alpha}`,
    detectable === null
      ? "  So few trials can show no difference."
      : `  A difference of ${percent(detectable)} would have been shown with a chance of about 80 %. Nothing is said of other conversations.`,
  ];
}
