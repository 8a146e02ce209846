import { canonicalJson } from "../../json/canonical.ts";
import type { DivergedValue, Divergence, PathStep } from "../../results/gate-result.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { width, wrap } from "../words/wrap.ts";

const NARROWEST_SIDE = 24;
const WIDEST_SIDE = 70;
const MOST_LINES = 4;

const TITLES = {
  step: "The trajectories diverge at step",
  arguments: "The agents did the same, with other arguments from step",
  result: "The agents did the same, and a tool gave another answer at step",
  context: "The agents did the same, and changed context variables differently at step",
  state: "The agents did the same, and the state at the end differs, after step",
  wording: "The agents did the same, in other words from step",
} as const;

/** Where two trials diverge, with the steps around it side by side. */
export function divergenceLines(divergence: Divergence, { paint, columns }: Place): string[] {
  const { differs, step, turn, rows, baseline_trial: baseline, trial } = divergence;
  const { tool_answer_differs_at: answered, values = [] } = divergence;
  const digits = Math.max(...rows.map((row) => String(row.step).length));
  const room = columns - 2 - (digits + 6);
  const texts = rows.map(
    (row) => [stepText(row.baseline, row.now), stepText(row.now, row.baseline)] as const,
  );
  const heads = [`baseline, trial ${baseline}`, `now, trial ${trial}`] as const;
  const needed = Math.max(...[heads, ...texts].map(([text]) => width(text)));
  const left = Math.max(NARROWEST_SIDE, Math.min(WIDEST_SIDE, Math.floor(room / 2), needed));
  const right = Math.max(NARROWEST_SIDE, room - left);
  const lines = (mark: string, at: string, [one, other]: readonly [string, string]): string[] => {
    const [lefts, rights] = [folded(one, left), folded(other, right)];
    return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) => {
      const begin = index === 0 ? `${mark} ${at.padStart(digits)}` : " ".repeat(digits + 2);
      const text = lefts[index] ?? "";
      return `${begin}  ${text}${" ".repeat(left - width(text))}  ${rights[index] ?? ""}`.trimEnd();
    });
  };
  const earlier = answered === null ? "" : `; a tool had given another answer at step ${answered}`;
  return [
    `${TITLES[differs]} ${step}, in turn ${turn}${earlier}:`,
    ...lines(" ", "", heads).map((line) => paint("dim", line)),
    ...rows.flatMap((row, index) => {
      const mark = row.step === step ? "▸" : row.step === answered ? "▹" : " ";
      const made = lines(mark, String(row.step), texts[index] ?? ["", ""]);
      return row.step === step ? made.map((line) => paint("bold", line)) : made;
    }),
    ...values.map(valueText),
  ];
}

/** `context_variables: refunded: "A7" → "A8"`. */
function valueText(value: DivergedValue): string {
  const { of, path } = value;
  const side = (key: "baseline" | "now"): string =>
    key in value ? canonicalJson(value[key]) : "not set";
  return oneLine(`${of}: ${path === "" ? "" : `${path}: `}${side("baseline")} → ${side("now")}`);
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

function folded(text: string, columns: number): string[] {
  const lines = wrap(text.split(" "), columns).split("\n");
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), "…"];
}
