import type { ToolError, TrialResult } from "../../results/result.ts";
import { plural, thousands } from "../../text/count.ts";
import { checkPlace, endedEarlyText, userEndText } from "../failures/explain-trial.ts";
import { toolErrorText } from "../failures/tool-errors.ts";
import { dollars, duration } from "../words/format.ts";
import { shortened } from "../words/shorten.ts";
import type { AgentColours } from "./agent-colours.ts";
import type { BytesOf } from "./media.ts";
import { htmlChecks, htmlConversation } from "./conversation.ts";
import { html, NO_MARKUP, type Markup } from "./markup.ts";

/** A trial: what went wrong, the conversation, what was left over, the state at the end, and what it took. */
export function htmlTrial(trial: TrialResult, colours: AgentColours, bytesOf: BytesOf): Markup {
  const ofCase = trial.checks.filter(({ turn }) => turn === null);
  const { leftovers, refused = [] } = trial;
  return html`${htmlWrong(trial)}${htmlConversation(trial, colours, bytesOf)}
    ${
      ofCase.length === 0
        ? NO_MARKUP
        : html`<section class="whole">
            <h4>The whole case</h4>
            ${htmlChecks(ofCase)}
          </section>`
    }
    ${htmlList("Left over", leftovers)}${htmlList("Refused connections", refused)}
    ${htmlValues("Context variables", trial.context_variables)}${htmlValues("State", trial.state)}
    <p class="took">${took(trial)}</p>`;
}

function htmlList(title: string, items: readonly string[]): Markup {
  if (items.length === 0) return NO_MARKUP;
  return html`<h4>${title}</h4>
    <ul>
      ${items.map((one) => html`<li>${one}</li>`)}
    </ul>`;
}

function htmlWrong(trial: TrialResult): Markup {
  const { error, ended_early: early, tool_errors: toolErrors = [] } = trial;
  const checks = trial.checks
    .filter(({ verdict }) => verdict !== "passed")
    .map(
      (check) =>
        html`<div class="wrong ${check.verdict}">
          <h4>${checkPlace(check, trial)}</h4>
          <pre>${shortened(check.reason)}</pre>
        </div> `,
    );
  const rest = html`${early === undefined ? NO_MARKUP : html`<p class="note">${endedEarlyText(early)}</p>`}${htmlToolErrors(toolErrors)}`;
  if (error === null) return html`${checks}${rest}`;
  return html`${checks}${rest}
    <div class="wrong errored">
      <h4>${error.kind.replaceAll("_", " ")}</h4>
      <pre>${shortened(error.message)}</pre>
    </div> `;
}

function htmlToolErrors(errors: readonly ToolError[]): Markup {
  if (errors.length === 0) return NO_MARKUP;
  return html`<h4>Tool errors that the case does not expect</h4>
    <ul>
      ${errors.map((one) => html`<li>${toolErrorText(one)}</li>`)}
    </ul>`;
}

function htmlValues(title: string, value: unknown): Markup {
  const empty =
    value === null || (typeof value === "object" && Object.keys(value as object).length === 0);
  if (empty) return NO_MARKUP;
  return html`<details class="values">
    <summary>${title}</summary>
    <pre>${shortened(JSON.stringify(value, null, 2) ?? "")}</pre>
  </details> `;
}

function took(trial: TrialResult): string {
  const { model, model_calls: calls, usage, cost, duration_ms: ms, final_agent: agent } = trial;
  const { simulated_user: user } = trial;
  const judged = Object.keys(trial.judges).length > 0;
  return [
    ...(model === "" ? [] : [model]),
    plural(calls, "completion"),
    ...(usage === null
      ? ["tokens unknown"]
      : [
          `${thousands(usage.prompt_tokens)} tokens in${usage.cached_tokens > 0 ? ` (${thousands(usage.cached_tokens)} cached)` : ""}, ${thousands(usage.completion_tokens)} out`,
        ]),
    cost === null ? "cost unknown" : dollars(cost),
    ...(judged ? [`judges ${dollars(trial.judge_cost)}`] : []),
    ...(user === undefined ? [] : [`user ${dollars(user.cost)}`]),
    duration(ms),
    ...(agent === null ? [] : [`ended with ${agent}`]),
    ...(user?.end == null ? [] : [userEndText(user.end)]),
  ].join(" · ");
}
