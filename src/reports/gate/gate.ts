import type { GateCase, GateResult, GateStatus } from "../../results/gate-result.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { countsText } from "../words/format.ts";
import {
  agentTexts,
  changeText,
  COMPARED,
  gateAnswer,
  scoreTexts,
  statusName,
  unknownText,
} from "../words/gate.ts";
import { certaintyLines } from "../words/gate-certainty.ts";
import { indented, wrap } from "../words/wrap.ts";
import { driftTexts } from "./drift.ts";
import { regressionTexts, withCommas } from "./regressions.ts";

const MOST_LISTED = 20;

const NOT_COMPARED = ["changed", "new", "removed", "not_played", "errored"] as const;
const COLOURS: { readonly [Status in GateStatus]?: "red" | "green" | "yellow" } = {
  regressed: "red",
  improved: "green",
  flaky: "yellow",
};

/** The counts, each regression with its divergence, the other cases by name, and what the tests could show. */
export function gateText(gate: GateResult, place: Place): string {
  const { cases } = gate;
  return [
    headLines(gate, place).join("\n"),
    ...regressionTexts(gate, place),
    ...driftTexts(gate, place),
    ...listLines(cases, place),
    ...paragraph(scoreTexts(gate), place),
    ...paragraph(certaintyLines(gate), place),
  ].join("\n\n");
}

function paragraph(sentences: readonly string[], { columns }: Place): string[] {
  if (sentences.length === 0) return [];
  return [sentences.map((sentence) => wrap(sentence.split(" "), columns)).join("\n")];
}

function headLines(gate: GateResult, { paint, columns }: Place): string[] {
  const { counts, verdict } = gate;
  const countsOf = (statuses: readonly GateStatus[]): string =>
    statuses
      .filter((status) => counts[status] > 0)
      .map((status) => {
        const text = `${counts[status]} ${statusName(status)}`;
        const colour = COLOURS[status];
        return colour === undefined ? text : paint(colour, text);
      })
      .join(", ");
  const compared = countsOf(COMPARED);
  const others = countsOf(NOT_COMPARED);
  const { length: drifted } = gate.drift?.cases ?? [];
  const isSure = compared !== "" && unknownText(gate).length === 0 && drifted === 0;
  const isWrong = verdict === "regressed" || verdict === "drifted";
  const colour = isWrong ? "red" : isSure ? "green" : "yellow";
  return [
    `${paint("bold", "Against the baseline")} ${gate.baseline} of ${gate.blessed_at}: ${paint(colour, gateAnswer(gate))}`,
    ...agentTexts(gate).map((text) => indented(text.split(" "), columns)),
    `  ${[compared, others === "" ? "" : `not compared: ${others}`].filter(Boolean).join(" · ")}`,
  ];
}

const LISTED = [...COMPARED, ...NOT_COMPARED].filter(
  (status) => status !== "regressed" && status !== "unchanged",
);

/** One paragraph, with a line for each status and each reason for it. */
function listLines(cases: readonly GateCase[], { paint, columns }: Place): string[] {
  const lines = LISTED.flatMap((status) => {
    const all = cases.filter((one) => one.status === status);
    if (all.length === 0) return [];
    const groups = [...Map.groupBy(all.slice(0, MOST_LISTED), ({ reason }) => reason)];
    const more = all.length > MOST_LISTED ? [`… and ${all.length - MOST_LISTED} more`] : [];
    const texts = groups.map(([reason, group], index) => {
      const names = group.map((one) => `${oneLine(one.id)}${noteOf(one)}`);
      const why = reason === null ? [] : [`(${oneLine(reason)})`];
      const left = index < groups.length - 1 ? [] : more;
      return wrap([...withCommas([...names, ...left]), ...why], columns - NAME_COLUMN);
    });
    const [first = "", ...rest] = texts.join("\n").split("\n");
    const title = statusName(status).padEnd(NAME_COLUMN);
    return [
      `${paint("bold", title)}${first}`,
      ...rest.map((line) => " ".repeat(NAME_COLUMN) + line),
    ];
  });
  const hint = cases.some(({ status }) => status === "changed") ? [paint("dim", CHANGED_HINT)] : [];
  return lines.length === 0 ? [] : [[...lines, ...hint].join("\n")];
}

const CHANGED_HINT =
  "What changed is compared again after the next --bless. To see models side by side: compare.";

const NAME_COLUMN = 15;

function noteOf(one: GateCase): string {
  const { status, now } = one;
  if (status === "new") return now === null ? " –" : ` ${countsText(now)}`;
  if (now === null || (status === "changed" && now.passed === now.trials)) return "";
  return ` ${changeText(one)}`;
}
