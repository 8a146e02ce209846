import { canonicalJson } from "../../json/canonical.ts";
import type { DivergedValue, Divergence } from "../../results/gate-result.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { divergenceTitle, stepText } from "../words/gate.ts";
import { width, wrap } from "../words/wrap.ts";

const NARROWEST_SIDE = 24;
const WIDEST_SIDE = 70;
const MOST_LINES = 4;

/** Where two trials diverge, with the steps around it side by side. */
export function divergenceLines(divergence: Divergence, { paint, columns }: Place): string[] {
  const { step, rows, baseline_trial: baseline, trial } = divergence;
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
  return [
    `${divergenceTitle(divergence)}:`,
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

function folded(text: string, columns: number): string[] {
  const lines = wrap(text.split(" "), columns).split("\n");
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), "…"];
}
