import { canonicalJson } from "../../json/canonical.ts";
import type {
  Divergence,
  GateCase,
  GateResult,
  GateStatus,
  GateSuite,
  PathStep,
} from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { countsText, percent, pValueText, signedPercent } from "./format.ts";

/** What cases come to that are compared. */
export const COMPARED = ["regressed", "improved", "flaky", "still_failing", "unchanged"] as const;
/** The verdict in a few words, what could not be judged, and how many cases drifted. */
export function gateAnswer(gate: GateResult): string {
  const drifted = gate.drift?.cases.length ?? 0;
  const answer = comparisonAnswer(gate);
  return drifted === 0 ? answer : `${answer}; ${plural(drifted, "case")} drifted`;
}

function comparisonAnswer(gate: GateResult): string {
  const { verdict, counts } = gate;
  const [unknown] = unknownText(gate);
  const isCompared = counted(counts, COMPARED) > 0;
  if (counts.regressed > 0 || verdict === "regressed") {
    const worse =
      counts.regressed > 0
        ? plural(counts.regressed, "regression")
        : "the suite as a whole got worse";
    return unknown === undefined ? worse : `${worse}; ${unknown}`;
  }
  if (unknown !== undefined) return isCompared ? `${unknown}; nothing else got worse` : unknown;
  return isCompared ? "no regression" : "nothing could be compared";
}

/** What nothing can be said of, if there is anything. */
export function unknownText({ counts, broke_off: broke }: GateResult): string[] {
  const { trials = 0, cases = counts.errored } = broke ?? {};
  if (cases === 0) return [];
  const what =
    trials === 0 ? plural(cases, "case") : `${plural(trials, "trial")} of ${plural(cases, "case")}`;
  const them = (trials || cases) === 1 ? "it" : "them";
  return [`${what} broke off, so nothing can be said of ${them}`];
}

/** How many cases are of these. */
export function counted(counts: GateResult["counts"], statuses: readonly GateStatus[]): number {
  return statuses.reduce((sum, status) => sum + counts[status], 0);
}

/** `still failing`. */
export function statusName(status: GateStatus): string {
  return status.replace("_", " ");
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

/** How many trials passed before and now: `5/5 → 0/5`. */
export function changeText({ baseline, now }: Pick<GateCase, "baseline" | "now">): string {
  return [baseline, now].map((counts) => (counts === null ? "–" : countsText(counts))).join(" → ");
}

const TITLES = {
  step: "The trajectories diverge at step",
  arguments: "The agents did the same, with other arguments from step",
  result: "The agents did the same, and a tool gave another answer at step",
  context: "The agents did the same, and changed context variables differently at step",
  state: "The agents did the same, and the state at the end differs, after step",
  wording: "The agents did the same, in other words from step",
} as const;

/** `The trajectories diverge at step 4, in turn 2`, and whether a tool answered otherwise before. */
export function divergenceTitle({
  differs,
  step,
  turn,
  tool_answer_differs_at: answered,
}: Divergence): string {
  const earlier = answered === null ? "" : `; a tool had given another answer at step ${answered}`;
  return `${TITLES[differs]} ${step}, in turn ${turn}${earlier}`;
}

/** Who did what, and the answer of a tool if it is not that of the other side. */
export function stepText(step: PathStep | null, other: PathStep | null): string {
  if (step === null) return "–";
  const { agent } = step;
  if ("handoff" in step) return oneLine(`${agent} → ${step.handoff}`);
  if ("reply" in step) return oneLine(`${agent}: ${step.reply}`);
  if ("ended" in step) return oneLine(`${agent} ended: ${step.ended}`);
  const args = typeof step.arguments === "string" ? step.arguments : canonicalJson(step.arguments);
  const outcome = step.error !== undefined ? ` failed: ${step.error}` : answerText(step, other);
  return oneLine(`${agent} calls ${step.call}(${args === "{}" ? "" : args})${outcome}`);
}

function answerText({ result }: { readonly result?: string }, other: PathStep | null): string {
  const otherResult = other !== null && "call" in other ? other.result : undefined;
  const differs = result !== undefined && otherResult !== undefined && result !== otherResult;
  return differs ? ` = ${result}` : "";
}
