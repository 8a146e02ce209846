import type { GateResult, GateSuite } from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { countsText, percent, pValueText, signedPercent } from "./format.ts";
import { COMPARED, counted } from "./gate.ts";

/** What the tests say, at which level, and what they could have shown; nothing if they were not asked. */
export function certaintyLines(gate: GateResult): string[] {
  if (gate.rule !== "sampled" || counted(gate.counts, COMPARED) === 0) return [];
  return [...(gate.suite === null ? [] : suiteLines(gate.suite, gate.levels)), ...caseLines(gate)];
}

/** What a single case must come to, and how likely it does if it broke. */
function caseLines({
  smallest_drop: drop,
  levels,
  alpha,
  counts,
  broken_case: broken,
}: GateResult) {
  if (drop === null) return [];
  const { baseline, now, baseline_needed: needed } = drop;
  const cases = plural(counted(counts, COMPARED), "case");
  const level = `At the level of ${levels?.cases ?? alpha} for ${cases}`;
  if (now === null) {
    const remedy =
      needed === undefined || needed === null
        ? "That takes more trials now: with --traffic live and no --trials, a case that looks broken is played on."
        : `That takes a baseline of ${needed} trials: --bless --add adds those of every run.`;
    return [
      `${level}, no single case can be shown to have regressed with ${plural(baseline.trials, "trial")} of each in the baseline. ${remedy}`,
    ];
  }
  const worst = now.passed === 0 ? countsText(now) : `${countsText(now)} or less`;
  return [
    `${level}, one that passed ${countsText(baseline)} has regressed at ${worst}.`,
    ...(broken === undefined
      ? []
      : [
          `One that falls from ${percent(broken.from)} to ${percent(broken.to)} is named with a chance of ${percent(broken.named)}.`,
        ]),
  ];
}

/** How the suite as a whole changed, how certain that is, and what could have been shown. */
export function suiteLines(
  { verdict, ...suite }: GateSuite,
  levels: GateResult["levels"],
): string[] {
  const [lower, upper] = suite.interval;
  const answer = verdict === "no difference shown" ? verdict : `the suite got ${verdict}`;
  const coverage = levels === undefined ? "" : `${percent(1 - 2 * levels.suite)} interval `;
  const ends = `${coverage}${signedPercent(lower)} to ${signedPercent(upper)}`;
  return [
    `The suite as a whole: ${percent(suite.baseline_rate)} → ${percent(suite.rate)} over ${plural(suite.cases, "case")}, a difference of ${signedPercent(suite.difference)} (${ends}), ${pValueText(suite.p_value)}: ${answer}.`,
    suite.detectable === null
      ? "So few cases can show no change of the suite as a whole."
      : `A drop of ${percent(suite.detectable)} would have been shown with a chance of 80 %.`,
  ];
}
