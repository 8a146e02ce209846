import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { oneLine, printable } from "../../text/printable.ts";
import { caseRow } from "../failures/case-row.ts";
import type { Cause, Causes } from "../failures/causes.ts";
import { casesOf, explainWithTranscript, titleOf } from "../failures/explain-cause.ts";
import { caseHeadline } from "../failures/explain-trial.ts";
import type { Leftovers } from "../failures/leftovers.ts";
import type { Refusals } from "../failures/refusals.ts";
import type { ToolErrors } from "../failures/tool-errors.ts";
import { conclusions } from "../gate/conclusions.ts";
import { suiteEstimateLines } from "../words/estimates.ts";
import { routeText } from "../words/format.ts";
import { plain } from "../words/paint.ts";
import { priceLines } from "../words/prices.ts";
import { remarks, sumsLine } from "../words/sums.ts";

/** GitHub takes 1 MiB for all that a step reports. */
const MOST_BYTES = 512 * 1024;
const LEFT_OUT =
  "left out here, as GitHub shows no more than 1 MiB of a step: see the result file.";
const MOST_ROWS = 200;

/** The first cases that did not pass in every trial or were skipped, as rows of a table. */
export class NotPassed {
  readonly rows: string[][] = [];
  #count = 0;

  add(result: CaseResult): void {
    if (result.verdict === "passed" && result.flaky !== true) return;
    this.#count++;
    if (this.rows.length === MOST_ROWS) return;
    const { id, outcome, route, trials } = caseRow(result);
    const way = trials === 0 ? "" : routeText(route);
    this.rows.push([id, outcome, way, caseHeadline(result)].map(markdownText));
  }

  get left(): number {
    return this.#count - this.rows.length;
  }
}

interface Parts {
  readonly causes: Causes;
  readonly notPassed: NotPassed;
  readonly toolErrors: ToolErrors;
  readonly refusals: Refusals;
  readonly leftovers: Leftovers;
  /** The case file, from the root of the repository. */
  readonly file: string;
}

/** The sums, the cases that did not pass, and a fold for each cause. */
export function stepSummary(
  header: ResultHeader,
  end: SuiteEnd,
  { causes, notPassed, toolErrors, refusals, leftovers, file }: Parts,
): { readonly text: string; readonly brief: string } {
  const head = headParts(header, end);
  const { rows, left } = notPassed;
  const body = [
    ...head,
    ...(rows.length === 0
      ? []
      : [markdownTable(["case", "verdict", "route of agents", "why"], rows)]),
    ...(left === 0 ? [] : [`… and ${plural(left, "more case")}.`]),
    ...warning(toolErrors),
    ...warning(refusals),
    ...warning(leftovers),
    ...conclusions(header.suite, end).map(({ title, wrong, text }) =>
      fold(markdownText(title), text, wrong),
    ),
  ];
  const folds = [...causes.causes, ...causes.tolerated].map((cause) => causeFold(cause, file));
  return {
    text: joined([...body, ...fitting(folds, causes, joined(body))]),
    brief: joined([...head, `What did not pass is ${LEFT_OUT}`]),
  };
}

function warning({ headline, lines }: Pick<Leftovers, "headline" | "lines">): string[] {
  if (headline === undefined) return [];
  return [`⚠️ ${markdownText(headline)}`, markdownLines(lines.join("\n"))];
}

function headParts(header: ResultHeader, end: SuiteEnd): string[] {
  const prices = priceLines(header, end).map(markdownText);
  return [
    `### ${markOf(end)} ${markdownText(header.suite)}`,
    markdownText(sumsLine(end, plain)),
    ...remarks(header, end).map(markdownText),
    ...(prices.length === 0 ? [] : [`<sub>${prices.join(" ")}</sub>`]),
    ...suiteEstimateLines(end.summary).map(markdownText),
  ];
}

/** With a baseline, only a regression is a failure. */
function markOf({ summary, stopped, gate }: SuiteEnd): string {
  const { failed, errored, leftovers } = summary;
  const wrong = gate === undefined ? failed > 0 : gate.verdict === "regressed";
  if (wrong || errored > 0) return "❌";
  return failed > 0 || leftovers > 0 || stopped !== null ? "⚠️" : "✅";
}

function fold(title: string, text: string, open = false): string {
  return `<details${open ? ` open="open"` : ""}><summary>${title}</summary>\n\n${markdownLines(text)}\n\n</details>`;
}

function causeFold(cause: Cause, file: string): string {
  const { first } = cause;
  const title = `<b>${titleOf(cause)}</b> ${markdownText(casesOf(cause))} <code>${markdownText(`${file}:${first.line}`)}</code>`;
  return fold(title, explainWithTranscript(cause, plain).join("\n"));
}

/** As many folds as there is room for, and a sentence on the others. */
function fitting(folds: readonly string[], all: Causes, before: string): string[] {
  const causes = [...all.causes, ...all.tolerated];
  let left = MOST_BYTES - Buffer.byteLength(before);
  const shown: string[] = [];
  for (const text of folds) {
    left -= Buffer.byteLength(text) + 2;
    if (left < 0) break;
    shown.push(text);
  }
  const beyond = all.beyond + all.toleratedBeyond;
  const cases = causes.slice(shown.length).reduce((sum, { count }) => sum + count, beyond);
  if (cases === 0) return shown;
  return [...shown, `What went wrong in ${plural(cases, "more case")} is ${LEFT_OUT}`];
}

function joined(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n\n`;
}

/** What GitHub's Markdown or HTML could read as markup. */
const SPECIAL = /[&<>"'\\`*_~{}[\]#.|:@$]|^[-+=]/g;

/** A text that Markdown shows as it is, on one line: in a paragraph, a heading or the cell of a table. */
function markdownText(text: string): string {
  return oneLine(text).replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}

/** Lines as they are, in a fixed-width font. A blank line does not end them, as it would in other HTML. */
function markdownLines(text: string): string {
  const escaped = printable(text).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<pre>${escaped}</pre>`;
}

/** Cells are Markdown already. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
