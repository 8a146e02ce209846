import { canonicalJson } from "../../json/canonical.ts";
import type { DivergedValue, Divergence, PathStep } from "../../results/gate-result.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { width, wrap } from "../words/width.ts";

const NARROWEST_SIDE = 24;
const WIDEST_SIDE = 70;
const MOST_LINES = 4;

const HOW = {
  step: "The trajectories part at step",
  arguments: "The same was done, with other arguments from step",
  result: "The same was done, and a tool answered otherwise at step",
  context: "The same was done, and context variables were changed otherwise at step",
  state: "The same was done, and the state at the end is another: it ends with step",
  wording: "The same was done, in other words from step",
} as const;

/** Where two trials part, with the steps around it side by side. */
export function divergenceLines(divergence: Divergence, { paint, columns }: Place): string[] {
  const { differs, step, turn, rows, baseline_trial: then, trial } = divergence;
  const { tool_answer_differs_at: answered, values = [] } = divergence;
  const number = Math.max(...rows.map((row) => String(row.step).length));
  const room = Math.floor((columns - 2 - (number + 6)) / 2);
  const texts = rows.map(
    (row) => [stepText(row.baseline, row.now), stepText(row.now, row.baseline)] as const,
  );
  const needed = Math.max(...texts.map(([left]) => width(left)), `baseline, trial ${then}`.length);
  const side = Math.max(NARROWEST_SIDE, Math.min(WIDEST_SIDE, room, needed));
  const right = Math.max(NARROWEST_SIDE, columns - 2 - (number + 6) - side);
  const lines = (mark: string, at: string, [left, other]: readonly [string, string]): string[] => {
    const [lefts, rights] = [folded(left, side), folded(other, right)];
    return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) => {
      const first = index === 0;
      const begin = `${first ? mark : " "} ${(first ? at : "").padStart(number)}  `;
      const middle = lefts[index] ?? "";
      return `${begin}${middle}${" ".repeat(side - width(middle))}  ${rights[index] ?? ""}`.trimEnd();
    });
  };
  return [
    `${HOW[differs]} ${step}, in turn ${turn}${answered === null ? "" : `; a tool had answered otherwise at step ${answered}`}:`,
    ...lines(" ", "", [`baseline, trial ${then}`, `now, trial ${trial}`]).map((line) =>
      paint("dim", line),
    ),
    ...rows.flatMap((row, index) => {
      const mark = row.step === step ? "▸" : row.step === answered ? "▹" : " ";
      const made = lines(mark, String(row.step), texts[index] ?? ["", ""]);
      return row.step === step ? made.map((line) => paint("bold", line)) : made;
    }),
    ...values.map((value) => valueText(value)),
  ];
}

/** `context_variables: refunded: "A7" → "A8"`. */
function valueText(value: DivergedValue): string {
  const { of, path } = value;
  const side = (key: "baseline" | "now"): string =>
    key in value ? canonicalJson(value[key]) : "not set";
  return oneLine(`${of}: ${path === "" ? "" : `${path}: `}${side("baseline")} → ${side("now")}`);
}

/** A step of a trajectory on one line: who did what, and what a tool answered where that is not what it answered on the other side. */
function stepText(step: PathStep | null, other: PathStep | null): string {
  if (step === null) return "–";
  const { agent } = step;
  if ("handoff" in step) return oneLine(`${agent} → ${step.handoff}`);
  if ("reply" in step) return oneLine(`${agent}: ${step.reply}`);
  const args = typeof step.arguments === "string" ? step.arguments : canonicalJson(step.arguments);
  const came = step.error !== undefined ? ` failed: ${step.error}` : answerText(step, other);
  return oneLine(`${agent} calls ${step.call}(${args === "{}" ? "" : args})${came}`);
}

function answerText({ result }: { readonly result?: string }, other: PathStep | null): string {
  const there = other !== null && "call" in other ? other.result : undefined;
  return result === undefined || there === undefined || there === result ? "" : ` = ${result}`;
}

function folded(text: string, columns: number): string[] {
  const lines = wrap(text.split(" "), columns).split("\n");
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), "…"];
}
