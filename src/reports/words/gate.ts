import { canonicalJson } from "../../json/canonical.ts";
import type {
  Divergence,
  GateCase,
  GateResult,
  GateStatus,
  PathStep,
} from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { countsText, scoreText } from "./format.ts";

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

/** Which agents differ from those of the baseline, or were seen in one of the runs only. */
export function agentTexts({ agents }: GateResult): string[] {
  const text = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${what} ${names.map((name) => oneLine(name)).join(", ")}`];
  return [
    ...text("agents that were changed since:", agents.changed),
    ...text("agents that are new:", agents.new),
    ...text("agents that no case reaches any more:", agents.gone),
  ];
}

/** What checks of one's own measured then and now. */
export function scoreTexts({ scores = [] }: GateResult): string[] {
  return scores.map(
    ({ check, cases, baseline, now }) =>
      `Mean score of ${oneLine(check)} over ${plural(cases, "case")}: ${scoreText(baseline)} → ${scoreText(now)}`,
  );
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
