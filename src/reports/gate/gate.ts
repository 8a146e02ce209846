import type { GateCase, GateResult, GateStatus } from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Place } from "../report.ts";
import { countsText, percent, scoreText } from "../words/format.ts";
import {
  changeText,
  COMPARED,
  counted,
  gateAnswer,
  statusName,
  suiteLines,
  unknownText,
} from "../words/gate.ts";
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
  const { cases, counts, rule } = gate;
  const certainty = rule === "sampled" && counted(counts, COMPARED) > 0 ? certaintyLines(gate) : [];
  return [
    headLines(gate, place).join("\n"),
    ...regressionTexts(gate, place),
    ...driftTexts(gate, place),
    ...listLines(cases, place),
    ...scoreLines(gate, place),
    ...(certainty.length === 0
      ? []
      : [certainty.map((line) => wrap(line.split(" "), place.columns)).join("\n")]),
  ].join("\n\n");
}

function headLines(gate: GateResult, { paint, columns }: Place): string[] {
  const { counts, agents, verdict } = gate;
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
  const agentLine = (what: string, names: readonly string[]): string[] => {
    if (names.length === 0) return [];
    const line = `${what} ${names.map((name) => oneLine(name)).join(", ")}`;
    return [indented(line.split(" "), columns)];
  };
  return [
    `${paint("bold", "Against the baseline")} ${gate.baseline} of ${gate.blessed_at}: ${paint(colour, gateAnswer(gate))}`,
    ...agentLine("agents that were changed since:", agents.changed),
    ...agentLine("agents that are new:", agents.new),
    ...agentLine("agents that no case reaches any more:", agents.gone),
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

/** What checks of one's own measured then and now, a line each. */
function scoreLines({ scores = [] }: GateResult, { columns }: Place): string[] {
  const lines = scores.map(({ check, cases, baseline, now }) =>
    wrap(
      `Mean score of ${oneLine(check)} over ${plural(cases, "case")}: ${scoreText(baseline)} → ${scoreText(now)}`.split(
        " ",
      ),
      columns,
    ),
  );
  return lines.length === 0 ? [] : [lines.join("\n")];
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

/** What the tests say, at which level, and what they could have shown. */
function certaintyLines(gate: GateResult): string[] {
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
