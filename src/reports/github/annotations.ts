import type { GateCase, GateResult } from "../../results/gate-result.ts";
import type { Cause } from "../failures/causes.ts";
import { casesOf, explainCause } from "../failures/explain-cause.ts";
import { plural } from "../../text/count.ts";
import { suiteLines } from "../gate/gate.ts";
import { plain } from "../words/paint.ts";
import { divergenceLines } from "../gate/divergence.ts";
import { regressionWays } from "../gate/regressions.ts";
import { shortenedLines } from "../words/pretty.ts";
import { workflowCommand } from "./workflow-command.ts";
import type { Annotation } from "./workflow-command.ts";

/** GitHub shows no more of a level for each step. */
const MOST_SHOWN = 10;
const COLUMNS = 120;

/**
 * An annotation for each cause, on the line of its first case. Where the run is held against a baseline, the ways in which
 * cases regressed are the errors, and what failed besides is a warning: it does not decide the run. What broke off always does.
 */
export function annotations(
  causes: readonly Cause[],
  beyond: number,
  gate: GateResult | undefined,
  file: string,
): string {
  const regressed = regressionWays(gate?.cases ?? []);
  const told = new Set(regressed.flat().map(({ id }) => id));
  const ofCauses = causes
    .filter(({ verdict, ids }) => verdict === "errored" || !ids.every((id) => told.has(id)))
    .map((cause) => causeAnnotation(cause, gate, file));
  const errors = ofCauses.filter(({ level }) => level === "error");
  const warnings = ofCauses.filter(({ level }) => level === "warning");
  return [
    ...shown(
      [
        ...regressed.flatMap((way) => regression(way, file)),
        ...suiteRegression(gate, file),
        ...errors,
      ],
      gate ? 0 : beyond,
    ),
    ...shown(warnings, gate ? beyond : 0),
  ]
    .map(workflowCommand)
    .join("");
}

/** Where there are too many, the last one counts the rest. */
function shown(all: readonly Counted[], beyond: number): Annotation[] {
  if (all.length <= MOST_SHOWN && beyond === 0) return [...all];
  const left = all.slice(MOST_SHOWN - 1);
  const cases = left.reduce((sum, { cases: count }) => sum + count, beyond);
  const [next] = left;
  if (next === undefined) return [...all];
  const rest = {
    ...next,
    title: `${plural(cases, "more case")} did not pass`,
    message: "GitHub shows ten annotations of a step. The others are in the step's summary.",
  };
  return [...all.slice(0, MOST_SHOWN - 1), rest];
}

/** Where only the suite as a whole got worse, no case has a line for it. */
function suiteRegression(gate: GateResult | undefined, file: string): Counted[] {
  if (gate?.suite?.verdict !== "worse" || gate.counts.regressed > 0) return [];
  const message = suiteLines(gate.suite).join("\n");
  return [{ level: "error", file, line: 1, title: "The suite got worse", message, cases: 0 }];
}

type Counted = Annotation & { readonly cases: number };

function causeAnnotation(cause: Cause, gate: GateResult | undefined, file: string): Counted {
  const { verdict, first, count } = cause;
  return {
    level: gate !== undefined && verdict === "failed" ? "warning" : "error",
    file,
    line: first.line,
    title: `${casesOf(cause)} ${verdict}`,
    message: explainCause(cause).join("\n"),
    cases: count,
  };
}

function regression([first, ...others]: readonly GateCase[], file: string): Counted[] {
  if (first === undefined) return [];
  const { id, line, reason, divergence } = first;
  const more = others.length === 0 ? "" : ` and ${plural(others.length, "more case")}`;
  const how =
    divergence === null ? [] : divergenceLines(divergence, { paint: plain, columns: COLUMNS });
  return [
    {
      level: "error",
      file,
      line: line ?? 1,
      title: `${id}${more} regressed`,
      message: [...(reason === null ? [] : shortenedLines(reason.split("\n"))), ...how].join("\n"),
      cases: 1 + others.length,
    },
  ];
}
