import { canonicalJson } from "../../json/canonical.ts";
import type { GateCase, GateResult } from "../../results/gate-result.ts";
import { countsText, pValueText } from "../words/format.ts";
import { plural } from "../../text/count.ts";
import { divergenceLines } from "./divergence.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { indented } from "../words/width.ts";

const MOST_EXPLAINED = 20;
const MOST_NAMED = 20;
const MOST_REASON_LINES = 10;

/** Each regression with where it begins; those that go wrong in the same way are told once. */
export function regressionTexts({ cases, alpha }: GateResult, place: Place): string[] {
  const ways = regressionWays(cases);
  const left = ways.slice(MOST_EXPLAINED).reduce((sum, { length }) => sum + length, 0);
  return [
    ...ways.slice(0, MOST_EXPLAINED).map((way) => wayLines(way, alpha, place).join("\n")),
    ...(left > 0 ? [`… and ${plural(left, "more regression")}, in the result file.`] : []),
  ];
}

/** The cases that regressed, together those that go wrong in the same way. */
export function regressionWays(cases: readonly GateCase[]): GateCase[][] {
  const regressed = cases.filter(({ status }) => status === "regressed");
  return [...Map.groupBy(regressed, wayOf).values()];
}

/** What went wrong, whichever trial shows it. */
function wayOf({ reason, divergence }: GateCase): string {
  const { differs = null, step = 0, rows = [], values = [] } = divergence ?? {};
  return canonicalJson([reason, differs, step, rows, values]);
}

function wayLines([first, ...others]: readonly GateCase[], alpha: number, place: Place): string[] {
  if (first === undefined) return [];
  const { paint, columns } = place;
  const { id, reason, divergence, p_value: p } = first;
  // One that passed always and now never is called regressed whatever its p-value.
  const chance = p === null || p > alpha ? "" : paint("dim", ` (${pValueText(p)})`);
  return [
    `${paint("red", "REGRESSED")} ${paint("bold", oneLine(id))} ${changeText(first)}${chance}`,
    ...(reason === null ? [] : reasonLines(reason, columns)),
    ...(divergence === null
      ? ["  The agents did the same as for the baseline, as far as it keeps that."]
      : divergenceLines(divergence, place).map((line) => `  ${line}`)),
    ...sameLines(others, columns),
  ];
}

/** The first lines say which check it was, and which calls or values were wrong. */
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
  const pieces = names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
  return [indented(["The same in", ...pieces, ...(more > 0 ? [`and ${more} more`] : [])], columns)];
}

/** How a case went then and now: `5/5 → 0/5`. */
export function changeText({ baseline, now }: Pick<GateCase, "baseline" | "now">): string {
  const [then, here] = [baseline, now].map((counts) =>
    counts === null ? "–" : countsText(counts),
  );
  return `${then} → ${here}`;
}
