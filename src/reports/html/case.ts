import type { CaseResult, TrialResult } from "../../results/result.ts";
import type { AgentColours } from "./agent-colours.ts";
import { chanceRows } from "../words/case-chances.ts";
import { caseRow } from "../failures/case-row.ts";
import type { CaseRow } from "../failures/case-row.ts";
import { plural, listed } from "../../text/count.ts";
import { caseHeadline } from "../failures/headline.ts";
import { htmlTrial } from "./trial.ts";
import { html, NO_MARKUP } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** A case as a line of the page that opens to all that is known of it. */
export function htmlCase(result: CaseResult, caseFile: string, colours: AgentColours): Markup {
  const { verdict, id, line, trials } = result;
  return html`<details class="case ${verdict}" id="${anchor(id)}">
    <summary>${htmlRow(result, colours)}</summary>
    <div class="inside">
      <p class="place">${caseFile}:${line}</p>
      ${htmlEstimates(result)}${htmlTrials(trials, colours)}
    </div>
  </details> `;
}

/** A case as no more than its line. */
export function htmlCaseLine(result: CaseResult, colours: AgentColours): Markup {
  return html`<div class="case ${result.verdict}" id="${anchor(result.id)}">
    <div class="line">${htmlRow(result, colours)}</div>
  </div> `;
}

/** What a link to a case ends in. */
export function anchor(id: string): string {
  return `case-${encodeURIComponent(id.toWellFormed())}`;
}

function htmlRow(result: CaseResult, colours: AgentColours): Markup {
  const row = caseRow(result);
  const why = caseHeadline(result);
  const tags = result.tags.map((tag) => html` <i class="tag">${tag}</i>`);
  return html`<span class="verdict">${pill(result)}</span
    ><span class="name"
      ><b>${row.id}</b
      >${tags}${htmlDots(result.trials)}${why === "" ? NO_MARKUP : html`<span class="why">${why}</span>`}</span
    ><span class="route">${htmlRoute(row, colours)}</span>${htmlNumbers(row)}`;
}

/** What broke off shows in the dots, and what was not needed inside. */
function pill({ verdict, trials }: CaseResult): string {
  if (trials.length < 2) return verdict;
  return `${trials.filter((trial) => trial.verdict === "passed").length}/${trials.length} passed`;
}

function htmlNumbers({ trials, calls, cost, time }: CaseRow): Markup {
  if (trials === 0) return NO_MARKUP;
  return html`<span class="number">${calls} <small>calls</small></span
    ><span class="number">${cost}</span><span class="number">${time}</span>`;
}

function htmlRoute({ route, trials }: CaseRow, colours: AgentColours): Markup {
  return trials === 0 || route === "–" ? NO_MARKUP : colours.route(route);
}

/** A dot for each trial, for those who look rather than read. */
function htmlDots(trials: readonly TrialResult[]): Markup {
  if (trials.length < 2) return NO_MARKUP;
  const dots = trials.map(({ verdict }) => html`<i class="${verdict}"></i>`);
  return html` <span class="dots" aria-hidden="true">${dots}</span>`;
}

function htmlEstimates({ estimates, trials, planned_trials: planned }: CaseResult): Markup {
  if (planned !== undefined)
    return html`<p class="note">
      Decided after ${trials.length} of ${plural(planned, "trial")}: trials that were stopped by how
      they went give no estimates.
    </p>`;
  const rows = estimates === undefined ? [] : chanceRows(estimates);
  if (rows.length === 0) return NO_MARKUP;
  const cells = rows.map(
    ([k, hat, at]) =>
      html`<tr>
        <th scope="row">${k}</th>
        <td>${hat}</td>
        <td>${at}</td>
      </tr>`,
  );
  return html`<table class="note">
    <thead>
      <tr>
        <th scope="col">k</th>
        <th scope="col">pass^k (95 %)</th>
        <th scope="col">pass@k (95 %)</th>
      </tr>
    </thead>
    <tbody>
      ${cells}
    </tbody>
  </table>`;
}

/** One trial as it is; of several each that did not pass, and the first that did. */
function htmlTrials(trials: readonly TrialResult[], colours: AgentColours): Markup {
  const [only, ...more] = trials;
  if (only === undefined) return NO_MARKUP;
  if (more.length === 0) return htmlTrial(only, colours);
  const firstPassed = trials.find(({ verdict }) => verdict === "passed");
  const firstWrong = trials.find(({ verdict }) => verdict !== "passed");
  const told = trials.filter((trial) => trial.verdict !== "passed" || trial === firstPassed);
  const left = trials.filter((trial) => !told.includes(trial)).map(({ trial }) => trial);
  const parts = told.map(
    (trial) =>
      html`<details class="trial ${trial.verdict}" ${trial === firstWrong ? OPEN : NO_MARKUP}>
        <summary>Trial ${trial.trial} ${trial.verdict}</summary>
        ${htmlTrial(trial, colours)}
      </details> `,
  );
  if (left.length === 0) return html`${parts}`;
  return html`${parts}
    <p class="note">
      ${left.length === 1 ? "Trial" : "Trials"} ${listed(left)} passed too, and can be read in the
      result file.
    </p>`;
}

const OPEN = html` open`;
