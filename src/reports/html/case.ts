import type { CaseResult, TrialResult } from "../../results/result.ts";
import { plural, listed } from "../../text/count.ts";
import { caseRow, type CaseRow } from "../failures/case-row.ts";
import { caseHeadline } from "../failures/explain-trial.ts";
import { largestK, largestKText } from "../words/estimates.ts";
import { estimate } from "../words/format.ts";
import type { AgentColours } from "./agent-colours.ts";
import type { BytesOf } from "./media.ts";
import { html, NO_MARKUP, type Markup } from "./markup.ts";
import { htmlTrial } from "./trial.ts";

/** A line that opens to all that is known of a case. */
export function htmlCase(
  result: CaseResult,
  caseFile: string,
  colours: AgentColours,
  bytesOf: BytesOf,
): Markup {
  const { id, line, trials } = result;
  return html`<details class="case ${standing(result)}" id="${anchor(id)}">
    <summary>${htmlRow(result, colours)}</summary>
    <div class="inside">
      <p class="place">${caseFile}:${line}</p>
      ${htmlEstimates(result)}${htmlTrials(trials, colours, bytesOf)}
    </div>
  </details> `;
}

/** A line that does not open. */
export function htmlCaseLine(result: CaseResult, colours: AgentColours): Markup {
  return html`<div class="case ${standing(result)}" id="${anchor(result.id)}">
    <div class="line">${htmlRow(result, colours)}</div>
  </div> `;
}

/** The classes by which a case is filtered. */
function standing({ verdict, flaky = false }: CaseResult): string {
  return flaky ? `${verdict} flaky` : verdict;
}

/** The fragment of a link to a case. */
export function anchor(id: string): string {
  return `case-${encodeURIComponent(id.toWellFormed())}`;
}

function htmlRow(result: CaseResult, colours: AgentColours): Markup {
  const row = caseRow(result);
  const why = caseHeadline(result);
  const flaky = result.flaky === true ? html` <i class="tag">flaky</i>` : NO_MARKUP;
  const tags = result.tags.map((tag) => html` <i class="tag">${tag}</i>`);
  return html`<span class="verdict">${pill(result)}</span
    ><span class="name"
      ><b>${row.id}</b
      >${flaky}${tags}${htmlDots(result.trials)}${why === "" ? NO_MARKUP : html`<span class="why">${why}</span>`}</span
    ><span class="route">${colours.route(row.route)}</span>${htmlNumbers(row)}`;
}

/** The dots show what broke off, and the inside what was not needed. */
function pill({ verdict, trials }: CaseResult): string {
  if (trials.length < 2) return verdict;
  return `${trials.filter((trial) => trial.verdict === "passed").length}/${trials.length} passed`;
}

function htmlNumbers({ trials, calls, cost, time }: CaseRow): Markup {
  if (trials === 0) return NO_MARKUP;
  return html`<span class="number">${calls} <small>calls</small></span
    ><span class="number">${cost}</span><span class="number">${time}</span>`;
}

/** A dot for each trial. */
function htmlDots(trials: readonly TrialResult[]): Markup {
  if (trials.length < 2) return NO_MARKUP;
  const dots = trials.map(({ verdict }) => html`<i class="${verdict}"></i>`);
  return html` <span class="dots" aria-hidden="true">${dots}</span>`;
}

function htmlEstimates({ estimates, trials, planned_trials: planned }: CaseResult): Markup {
  if (planned !== undefined)
    return html`<p class="note">
      Decided after ${trials.length} of ${plural(planned, "trial")}: trials that were stopped
      because of how they went give no estimates.
    </p>`;
  if (estimates === undefined) return NO_MARKUP;
  const { pass_hat_k: rate, pass_hat_k_interval: ends } = estimates;
  const passRate = `pass rate ${estimate(rate["1"] ?? null, ends["1"] ?? null)}`;
  const largest = largestK(estimates, (k) => k !== "1");
  return html`<p class="note">${largest ? `${passRate} · ${largestKText(largest)}` : passRate}</p>`;
}

/** A single trial; if there are several, those that did not pass, and the first that did. */
function htmlTrials(
  trials: readonly TrialResult[],
  colours: AgentColours,
  bytesOf: BytesOf,
): Markup {
  const [only, ...more] = trials;
  if (only === undefined) return NO_MARKUP;
  if (more.length === 0) return htmlTrial(only, colours, bytesOf);
  const firstPassed = trials.find(({ verdict }) => verdict === "passed");
  const firstWrong = trials.find(({ verdict }) => verdict !== "passed");
  const shown = trials.filter((trial) => trial.verdict !== "passed" || trial === firstPassed);
  const left = trials.filter((trial) => !shown.includes(trial)).map(({ trial }) => trial);
  const parts = shown.map(
    (trial) =>
      html`<details class="trial ${trial.verdict}" ${trial === firstWrong ? OPEN : NO_MARKUP}>
        <summary>Trial ${trial.trial} ${trial.verdict}</summary>
        ${htmlTrial(trial, colours, bytesOf)}
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
