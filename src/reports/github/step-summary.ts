import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { caseRow } from "../failures/case-row.ts";
import { CASE_CHANCES_HEAD } from "../words/case-chances.ts";
import type { CaseChances } from "../words/case-chances.ts";
import type { Cause, Causes } from "../failures/causes.ts";
import { conclusions } from "../gate/conclusions.ts";
import type { Conclusion } from "../gate/conclusions.ts";
import { casesOf, tellCause } from "../failures/explain-cause.ts";
import { plural } from "../../text/count.ts";
import { caseHeadline } from "../failures/headline.ts";
import type { Leftovers } from "../failures/leftovers.ts";
import { markdownLines, markdownTable, markdownText } from "./markdown.ts";
import { plain } from "../words/paint.ts";
import { priceLines } from "../words/prices.ts";
import { CHANCES_HEAD, chances, rateText, remarks, sumsLine } from "../words/sums.ts";

/** GitHub takes 1 MiB for all that a step reports. */
const MOST_BYTES = 512 * 1024;
const MOST_ROWS = 200;

/** The rows of cases that did not pass or were skipped, up to so many. */
export class NotPassed {
  readonly rows: string[][] = [];
  #count = 0;

  add(result: CaseResult): void {
    if (result.verdict === "passed") return;
    this.#count++;
    if (this.rows.length === MOST_ROWS) return;
    const { id, outcome, route } = caseRow(result);
    this.rows.push([id, outcome, route, caseHeadline(result)].map(markdownText));
  }

  get left(): number {
    return this.#count - this.rows.length;
  }
}

interface Parts {
  readonly causes: Causes;
  readonly notPassed: NotPassed;
  readonly leftovers: Leftovers;
  readonly caseChances: CaseChances;
  /** The case file, as the repository has it. */
  readonly file: string;
}

/** What GitHub shows on the page of a workflow's run: the sums, what did not pass, and behind a fold each what went wrong. */
export function stepSummary(
  header: ResultHeader,
  end: SuiteEnd,
  { causes, notPassed, leftovers, caseChances, file }: Parts,
): { readonly text: string; readonly brief: string } {
  const head = headParts(header, end);
  const rows = [
    ...(notPassed.rows.length === 0
      ? []
      : [markdownTable(["case", "verdict", "route of agents", "why"], notPassed.rows)]),
    ...(notPassed.left === 0 ? [] : [`… and ${plural(notPassed.left, "more case")}.`]),
    ...leftoverParts(leftovers),
    ...conclusions(header.suite, end).map(conclusionFold),
    ...caseChanceFold(caseChances),
  ];
  const folds = causes.causes.map((cause) => fold(cause, file));
  const text = joined([...head, ...rows, ...fitting(folds, causes, joined([...head, ...rows]))]);
  const brief = joined([
    ...head,
    "What did not pass is left out here, as GitHub shows no more than 1 MiB of a step: see the result file.",
  ]);
  return { text, brief };
}

function headParts(header: ResultHeader, end: SuiteEnd): string[] {
  const mark = markOf(end);
  const rate = rateText(end.summary);
  const rows = chances(end.summary).map((row) => row.map(markdownText));
  return [
    `### ${mark} ${markdownText(header.suite)}`,
    markdownText(sumsLine(end, plain)),
    ...remarks(header, end).map(markdownText),
    ...markdownNote(priceLines(header, end)),
    ...(rate === undefined ? [] : [markdownText(rate)]),
    ...(rows.length === 0 ? [] : [markdownTable(CHANCES_HEAD.map(markdownText), rows)]),
  ];
}

function markdownNote(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<sub>${lines.map(markdownText).join(" ")}</sub>`];
}

/** A baseline decides what counts as failed. */
function markOf({ summary, stopped, gate }: SuiteEnd): string {
  const { failed, errored, leftovers } = summary;
  const wrong = gate === undefined ? failed > 0 : gate.verdict === "regressed";
  if (wrong || errored > 0) return "❌";
  return failed > 0 || leftovers > 0 || stopped !== null ? "⚠️" : "✅";
}

function conclusionFold({ title, wrong, text }: Conclusion): string {
  const open = wrong ? ` open="open"` : "";
  return `<details${open}><summary>${markdownText(title)}</summary>\n\n${markdownLines(text)}\n\n</details>`;
}

function caseChanceFold(chances: CaseChances): string[] {
  const rows = chances.rows().map((row) => row.map(markdownText));
  if (rows.length === 0) return [];
  const table = markdownTable(CASE_CHANCES_HEAD.map(markdownText), rows);
  const more = chances.more() === "" ? "" : `\n\n${chances.more()}`;
  return [
    `<details><summary>Single cases, by how many of their trials passed</summary>\n\n${table}${more}\n\n</details>`,
  ];
}

function leftoverParts({ headline: title, lines }: Leftovers): string[] {
  if (title === undefined) return [];
  return [`⚠️ ${markdownText(title)}`, markdownLines(lines.join("\n"))];
}

function fold(cause: Cause, file: string): string {
  const { verdict, first } = cause;
  const title = `<b>${verdict}</b> ${markdownText(casesOf(cause))} <code>${markdownText(`${file}:${first.line}`)}</code>`;
  const told = markdownLines(tellCause(cause, plain).join("\n"));
  return `<details><summary>${title}</summary>\n\n${told}\n\n</details>`;
}

/** As many folds as there is room for, and a sentence on the others. */
function fitting(folds: readonly string[], { causes, beyond }: Causes, before: string): string[] {
  let left = MOST_BYTES - Buffer.byteLength(before);
  const shown: string[] = [];
  for (const text of folds) {
    left -= Buffer.byteLength(text) + 2;
    if (left < 0) break;
    shown.push(text);
  }
  const cases = causes.slice(shown.length).reduce((sum, { count }) => sum + count, beyond);
  if (cases === 0) return shown;
  return [
    ...shown,
    `What went wrong in ${plural(cases, "more case")} is left out here, as GitHub shows no more than 1 MiB of a step: see the result file.`,
  ];
}

function joined(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n\n`;
}
