import { canonicalJson } from "../../json/canonical.ts";
import type { DivergedValue, DriftedCase, GateResult } from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { stepText } from "../words/gate.ts";
import { indented } from "../words/wrap.ts";
import { divergenceLines } from "./divergence.ts";
import { withCommas } from "./regressions.ts";

const MOST_EXPLAINED = 20;
const MOST_NAMED = 20;

/** Each case that drifted with its divergence; those that drifted in the same way stand together. */
export function driftTexts({ drift }: GateResult, place: Place): string[] {
  const groups = groupDrifted(drift);
  const left = groups.slice(MOST_EXPLAINED).reduce((sum, { length }) => sum + length, 0);
  return [
    ...groups.slice(0, MOST_EXPLAINED).map((group) => groupLines(group, place).join("\n")),
    ...(left > 0 ? [`… and ${plural(left, "more case")} that drifted, in the result file.`] : []),
  ];
}

/** The cases that drifted, grouped by how. */
export function groupDrifted(drift: GateResult["drift"]): DriftedCase[][] {
  const groups = Map.groupBy(drift?.cases ?? [], ({ differs, divergence }) => {
    const { step = 0, rows = [], values = [] } = divergence ?? {};
    return canonicalJson([differs, step, rows, values]);
  });
  return [...groups.values()];
}

function groupLines([first, ...others]: readonly DriftedCase[], place: Place): string[] {
  if (first === undefined) return [];
  const { paint, columns } = place;
  const { id, divergence } = first;
  const names = others.slice(0, MOST_NAMED).map((one) => oneLine(one.id));
  const more = others.length - names.length;
  const named = [...names, ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    `${paint("yellow", "DRIFTED")} ${paint("bold", oneLine(id))} ${driftText(first)}`,
    ...(divergence === null ? [] : divergenceLines(divergence, place).map((line) => `  ${line}`)),
    ...(named.length === 0 ? [] : [indented(["The same in", ...withCommas(named)], columns)]),
  ];
}

/** `passes, but state.notes[0].about is now "A8"`. */
export function driftText(drifted: DriftedCase): string {
  return oneLine(`passes, but ${changeText(drifted)}`);
}

function changeText({ differs, divergence, trial, trials }: DriftedCase): string {
  const whose = trials > 1 ? `trial ${trial}` : "it";
  if (divergence === null) {
    const what = differs.map((one) => NOT_KEPT[one]).join(", and ");
    return `${whose} ${what}; the baseline does not say where: it keeps one trial, and cuts what is long`;
  }
  const { values = [], rows, step } = divergence;
  const [value] = values;
  if (value !== undefined) return valueText(value);
  const row = rows.find((one) => one.step === step);
  if (divergence.differs === "result" && row?.now && "call" in row.now)
    return `${row.now.call} answers otherwise at step ${step}: ${row.now.result}`;
  return row?.now
    ? `step ${step} is now ${stepText(row.now, row.baseline)}`
    : `it ends before step ${step}`;
}

const NOT_KEPT = {
  path: "takes another path",
  state: "leaves another state",
} as const;

function valueText(value: DivergedValue): string {
  const { of, path, now } = value;
  const place = path === "" || path.startsWith("[") ? `${of}${path}` : `${of}.${path}`;
  return "now" in value ? `${place} is now ${canonicalJson(now)}` : `${place} is gone`;
}
