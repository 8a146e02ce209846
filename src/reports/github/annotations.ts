import type { DriftedCase, GateCase, GateResult } from "../../results/gate-result.ts";
import { plural } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import type { Causes, Cause } from "../failures/causes.ts";
import { casesOf, explainCause, titleOf } from "../failures/explain-cause.ts";
import type { Leftovers } from "../failures/leftovers.ts";
import { divergenceLines } from "../gate/divergence.ts";
import { driftText, groupDrifted } from "../gate/drift.ts";
import { suiteLines } from "../words/gate-certainty.ts";
import { groupRegressions } from "../gate/regressions.ts";
import { plain } from "../words/paint.ts";
import { shortenedLines } from "../words/shorten.ts";

/** GitHub shows at most this many of a level for each step. */
const MOST_SHOWN = 10;
const COLUMNS = 120;

interface Annotation {
  readonly level: "error" | "warning";
  /** From the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
  /** How many cases it is about. */
  readonly cases: number;
}

/**
 * An annotation for each cause, on the line of its first case. With a baseline, regressions are the errors and other
 * failures are warnings, since they do not make the run fail; trials that broke off always do.
 */
export function annotations(
  { causes, beyond, tolerated, toleratedBeyond }: Causes,
  gate: GateResult | undefined,
  file: string,
): string {
  const regressed = groupRegressions(gate?.cases ?? []);
  const regressedIds = new Set(regressed.flat().map(({ id }) => id));
  const ofCauses = causes
    .filter(({ verdict, ids }) => verdict === "errored" || !ids.every((id) => regressedIds.has(id)))
    .map((cause) => causeAnnotation(cause, gate, file));
  const drifted = groupDrifted(gate?.drift).flatMap((group) =>
    drift(group, gate?.drift?.allowed === true, file),
  );
  const errors = [
    ...regressed.flatMap((group) => regression(group, file)),
    ...suiteRegression(gate, file),
    ...drifted.filter(({ level }) => level === "error"),
    ...ofCauses.filter(({ level }) => level === "error"),
  ];
  const warnings = [
    ...ofCauses.filter(({ level }) => level === "warning"),
    ...drifted.filter(({ level }) => level === "warning"),
    ...tolerated.map((cause) => causeAnnotation(cause, gate, file)),
  ];
  const warned = toleratedBeyond + (gate ? beyond : 0);
  return [...shown(errors, gate ? 0 : beyond), ...shown(warnings, warned)]
    .map(workflowCommand)
    .join("");
}

/** The last one that is shown counts the rest. */
function shown(all: readonly Annotation[], beyond: number): readonly Annotation[] {
  if (all.length <= MOST_SHOWN && beyond === 0) return all;
  const left = all.slice(MOST_SHOWN - 1);
  const [next] = left;
  if (next === undefined) return all;
  const cases = left.reduce((sum, { cases: count }) => sum + count, beyond);
  const rest = {
    ...next,
    title: `${plural(cases, "more case")} did not pass${next.level === "warning" ? " in every trial" : ""}`,
    message: "GitHub shows ten annotations of a step. The others are in the step's summary.",
  };
  return [...all.slice(0, MOST_SHOWN - 1), rest];
}

/** If only the suite as a whole got worse, no case has a line for it. */
function suiteRegression(gate: GateResult | undefined, file: string): Annotation[] {
  if (gate?.suite?.verdict !== "worse" || gate.counts.regressed > 0) return [];
  const message = suiteLines(gate.suite, gate.levels).join("\n");
  return [{ level: "error", file, line: 1, title: "The suite got worse", message, cases: 0 }];
}

function causeAnnotation(cause: Cause, gate: GateResult | undefined, file: string): Annotation {
  const { verdict, tolerated, first, count } = cause;
  const isWarning = tolerated || (gate !== undefined && verdict === "failed");
  return {
    level: isWarning ? "warning" : "error",
    file,
    line: first.line,
    title: `${casesOf(cause)} ${titleOf(cause)}`,
    message: explainCause(cause).join("\n"),
    cases: count,
  };
}

function regression([first, ...others]: readonly GateCase[], file: string): Annotation[] {
  if (first === undefined) return [];
  const { id, line, reason, divergence } = first;
  const more = others.length === 0 ? "" : ` and ${plural(others.length, "more case")}`;
  const diverged =
    divergence === null ? [] : divergenceLines(divergence, { paint: plain, columns: COLUMNS });
  const failed = reason === null ? [] : shortenedLines(reason.split("\n"));
  return [
    {
      level: "error",
      file,
      line: line ?? 1,
      title: `${id}${more} regressed`,
      message: [...failed, ...diverged].join("\n"),
      cases: 1 + others.length,
    },
  ];
}

function drift(
  [first, ...others]: readonly DriftedCase[],
  allowed: boolean,
  file: string,
): Annotation[] {
  if (first === undefined) return [];
  const { id, line, divergence } = first;
  const more = others.length === 0 ? "" : ` and ${plural(others.length, "more case")}`;
  const diverged =
    divergence === null ? [] : divergenceLines(divergence, { paint: plain, columns: COLUMNS });
  return [
    {
      level: allowed ? "warning" : "error",
      file,
      line,
      title: `${id}${more} drifted`,
      message: [driftText(first), ...diverged].join("\n"),
      cases: 1 + others.length,
    },
  ];
}

/** A warning on the first case that it is about; empty if there is none. */
export function warning(
  title: string,
  { headline, lines, firstLine }: Pick<Leftovers, "headline" | "lines" | "firstLine">,
  file: string,
): string {
  if (headline === undefined) return "";
  const message = [headline, ...lines].join("\n");
  return workflowCommand({ level: "warning", file, line: firstLine, title, message, cases: 0 });
}

/** A line on stdout that annotates a line of a file. */
function workflowCommand({ level, file, line, title, message }: Annotation): string {
  const properties = [`file=${property(file)}`, `line=${line}`, `title=${property(title)}`];
  return `::${level} ${properties.join(",")}::${data(message)}\n`;
}

function data(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
