import { canonicalJson } from "../../json/canonical.ts";
import type { GateCase, GateResult } from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { pValueText } from "../words/format.ts";
import { changeText } from "../words/gate.ts";
import { indented } from "../words/wrap.ts";
import { divergenceLines } from "./divergence.ts";

const MOST_EXPLAINED = 20;
const MOST_NAMED = 20;
const MOST_REASON_LINES = 10;

/** Each regression with its divergence; cases that went wrong in the same way stand together. */
export function regressionTexts({ cases, alpha }: GateResult, place: Place): string[] {
  const groups = groupRegressions(cases);
  const left = groups.slice(MOST_EXPLAINED).reduce((sum, { length }) => sum + length, 0);
  return [
    ...groups.slice(0, MOST_EXPLAINED).map((group) => groupLines(group, alpha, place).join("\n")),
    ...(left > 0 ? [`… and ${plural(left, "more regression")}, in the result file.`] : []),
  ];
}

/** The cases that regressed, grouped by what went wrong, whichever trial shows it. */
export function groupRegressions(cases: readonly GateCase[]): GateCase[][] {
  const regressed = cases.filter(({ status }) => status === "regressed");
  const groups = Map.groupBy(regressed, ({ reason, divergence }) => {
    const { differs = null, step = 0, rows = [], values = [] } = divergence ?? {};
    return canonicalJson([reason, differs, step, rows, values]);
  });
  return [...groups.values()];
}

function groupLines(
  [first, ...others]: readonly GateCase[],
  alpha: number,
  place: Place,
): string[] {
  if (first === undefined) return [];
  const { paint, columns } = place;
  const { id, reason, divergence, p_value: p } = first;
  // Results of older versions name cases whatever their p-value.
  const chance = p === null || p > alpha ? "" : paint("dim", ` (${pValueText(p)})`);
  return [
    `${paint("red", "REGRESSED")} ${paint("bold", oneLine(id))} ${changeText(first)}${chance}`,
    ...(reason === null ? [] : reasonLines(reason, columns)),
    ...(divergence === null
      ? ["  The agents did the same as in the baseline, as far as it keeps that."]
      : divergenceLines(divergence, place).map((line) => `  ${line}`)),
    ...sameLines(others, columns),
  ];
}

/** The first lines name the check, and the calls or values that were wrong. */
function reasonLines(reason: string, columns: number): string[] {
  const [first = "", ...rest] = reason.split("\n").map((line) => oneLine(line));
  const shown = rest.slice(0, MOST_REASON_LINES).map((line) => `  ${line}`);
  return [
    indented(first.split(" "), columns),
    ...shown,
    ...(rest.length > shown.length ? ["  …"] : []),
  ];
}

function sameLines(others: readonly GateCase[], columns: number): string[] {
  if (others.length === 0) return [];
  const names = others.slice(0, MOST_NAMED).map((one) => `${oneLine(one.id)} ${changeText(one)}`);
  const more = others.length - names.length;
  const last = more > 0 ? [`and ${more} more`] : [];
  return [indented(["The same in", ...withCommas(names), ...last], columns)];
}

/** A comma after all but the last. */
export function withCommas(names: readonly string[]): string[] {
  return names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
}
