import { causeOf } from "../../reports/failures/failure-key.ts";
import { dollars, percent } from "../../reports/words/format.ts";
import type { Paint } from "../../reports/words/paint.ts";
import { plainTable } from "../../reports/words/plain-table.ts";
import { trialsToShow } from "../../stats/intervals/clopper-pearson.ts";
import { listed, plural } from "../../text/count.ts";
import { oneLine, printable } from "../../text/printable.ts";
import { isReached, type Calibration, type JudgedReply, type Rate } from "./calibration.ts";

const MOST_SHOWN = 600;

/** The rates, what they fall short of, and each reply on which the judge and people disagree. */
export function calibrationText(calibration: Calibration, paint: Paint): string {
  const {
    labelled_replies: file,
    replies,
    judges,
    judge_cost: cost,
    not_asked: left,
  } = calibration;
  const count = plural(replies.length + left, "labelled reply", "labelled replies");
  const models = Object.keys(judges);
  const by =
    models.length === 0 ? "" : `, graded by ${listed(models.map((name) => oneLine(name)))}`;
  const paid = models.length === 0 ? "" : ` · cost ${dollars(cost)}`;
  const disagreements = replies.filter(({ people, judge }) => judge !== null && judge !== people);
  return [
    paint("bold", `${file}: ${count}${by}${paid}`),
    rateTable(calibration),
    ...coefficients(calibration),
    ...shortfalls(calibration).map((line) => paint("red", line)),
    ...disagreements.flatMap((reply) => ["", ...disagreement(file, reply, paint)]),
    ...withoutVerdict(file, replies, paint),
  ].join("\n");
}

function rateTable(calibration: Calibration): string {
  const { true_positive_rate: tpr, true_negative_rate: tnr } = calibration;
  const { no_verdict: missing, not_asked: left } = calibration;
  const row = (
    name: string,
    people: string,
    { agreed, replies, rate, lower_bound: bound }: Rate,
  ) => [
    name,
    percent(rate),
    bound === null ? "–" : `≥ ${percent(bound)}`,
    `${agreed} of ${replies} that people ${people}`,
  ];
  const counts = [
    ...(missing > 0 ? [["no verdict", "", "", String(missing)]] : []),
    ...(left > 0 ? [["not asked", "", "", String(left)]] : []),
  ];
  return plainTable(
    ["", "rate", "95 % sure", "agreed"],
    [row("true positive rate", "passed", tpr), row("true negative rate", "failed", tnr), ...counts],
    1,
  );
}

/** How far judge and people, and the judge's votes, agree beyond chance. */
function coefficients({ kappa, votes_alpha: alpha }: Calibration): string[] {
  return [
    ...(kappa === null ? [] : [`Cohen's kappa of the judge and people: ${kappa.toFixed(2)}`]),
    ...(alpha === null ? [] : [`Krippendorff's alpha of the judge's votes: ${alpha.toFixed(2)}`]),
  ];
}

/** What is required and not shown, and whether there are too few replies to show it at all. */
function shortfalls({ true_positive_rate: tpr, true_negative_rate: tnr }: Calibration): string[] {
  return [
    ...shortfall("true positive rate", "passed", tpr),
    ...shortfall("true negative rate", "failed", tnr),
  ];
}

function shortfall(name: string, people: string, rate: Rate): string[] {
  const { required, replies, lower_bound: bound } = rate;
  if (required === undefined || isReached(rate)) return [];
  const needed = trialsToShow(required);
  const short = `The ${name} must be at least ${percent(required)}, and only ${percent(bound ?? 0)} is shown.`;
  if (replies >= needed) return [short];
  return [
    `${short} That takes ${needed} replies that people ${people}, even if the judge agrees on all; there ${replies === 1 ? "is" : "are"} ${replies}.`,
  ];
}

function disagreement(file: string, reply: JudgedReply, paint: Paint): string[] {
  const { people, judge, rubric, reply: said, reason } = reply;
  return [
    paint("yellow", `${placeOf(file, reply)}: people ${people} it, the judge ${judge} it`),
    `  rubric: ${oneLine(rubric, MOST_SHOWN)}`,
    `  reply:  ${oneLine(said, MOST_SHOWN)}`,
    ...printable(reason)
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}

/** What many have in common is said once. */
function withoutVerdict(file: string, replies: readonly JudgedReply[], paint: Paint): string[] {
  const silent = replies.filter(({ judge }) => judge === null);
  return [...Map.groupBy(silent, ({ reason }) => causeOf(reason)).values()].flatMap(
    ([first, ...others]) => {
      if (first === undefined) return [];
      const more = others.length === 0 ? "" : ` and ${plural(others.length, "more line")}`;
      const lines = printable(first.reason).split("\n");
      return [
        "",
        paint("yellow", `${placeOf(file, first)}${more}: no verdict`),
        ...lines.map((line) => `  ${line}`),
      ];
    },
  );
}

function placeOf(file: string, { line, id }: JudgedReply): string {
  return `${file}:${line}${id === undefined ? "" : ` (${oneLine(id)})`}`;
}
