import type { Score } from "../../mutants/score.ts";
import { percent } from "../../reports/words/format.ts";
import type { Paint } from "../../reports/words/paint.ts";
import { plainTable } from "../../reports/words/plain-table.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Mutation } from "./mutation.ts";

type OfCase = Mutation["cases"][number];
type Hole = OfCase["holes"][number];

/** How many holes of a case are shown. */
const MOST_HOLES = 8;

/** The holes of a suite with what would close them, and its score. */
export function mutationText(mutation: Mutation, paint: Paint): string {
  const { case_file: file, mutants, scores, unknown, left_out: leftOut } = mutation;
  const { killed, survived, share } = scores.all;
  const noticed = `${killed} of ${killed + survived} noticed, ${percent(share)}`;
  return [
    paint("bold", `${file}: ${plural(mutants, "mutant")}, ${noticed}`),
    ...Object.entries(unknown).map(([reason, count]) => `  ${count} unknown: ${reason}`),
    ...Object.entries(leftOut).map(([reason, count]) => `  ${count} left out: ${reason}`),
    ...mutation.not_mutated.map(
      ({ id, line, verdict }) =>
        `  not mutated: ${oneLine(id)} (line ${line}), which is ${verdict}`,
    ),
    ...mutation.cases.flatMap((one) => ["", ...caseLines(file, one, paint)]),
    ...(killed + survived === 0 ? [] : ["", scoreTable(mutation)]),
  ].join("\n");
}

function caseLines(file: string, { id, line, mutants, holes, suggestions }: OfCase, paint: Paint) {
  const shown = holes.slice(0, MOST_HOLES);
  const more = holes.length - shown.length;
  return [
    paint("bold", `${oneLine(id)}  ${file}:${line}: ${holes.length} of ${mutants} not noticed`),
    ...shown.map(holeText),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...suggestions.map(({ turn, expect }, index) => {
      const closes = holes.filter(({ closed_by: by }) => by === index).length;
      const where = turn === null ? "in the case" : `in turn ${turn}`;
      return oneLine(`  + ${where}, for ${closes}: ${JSON.stringify(expect).slice(1, -1)}`);
    }),
  ];
}

function holeText({ turn, agent, fault, what, closed_by: by }: Hole): string {
  const open = by === null ? " (nothing that a case may say notices it)" : "";
  return oneLine(`  turn ${turn}, ${agent}: ${fault}: ${what}${open}`);
}

function scoreTable({ scores }: Mutation): string {
  const rows = (kind: string, by: Readonly<Record<string, Score>>): string[][] =>
    Object.entries(by).map(([name, { killed, survived, share }]) => [
      `${kind} ${oneLine(name)}`,
      percent(share),
      `${killed} of ${killed + survived}`,
    ]);
  return plainTable(
    ["", "score", "noticed"],
    [
      ...rows("agent", scores.agents),
      ...rows("handoff", scores.handoffs),
      ...rows("tool", scores.tools),
      ...rows("fault", scores.faults),
    ],
    1,
  );
}
