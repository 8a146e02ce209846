import type { CheckResult, TrialResult } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { completionKey, folded, type Folded } from "../../trajectory/loops.ts";
import { turnsOf, type Action, type CallAction, type Turn } from "../../trajectory/turns.ts";
import { checkName } from "../failures/explain-trial.ts";
import { codeText, endText } from "../words/team-text.ts";
import { pretty, shortened } from "../words/shorten.ts";
import type { AgentColours } from "./agent-colours.ts";
import { htmlContent, htmlMedia, type BytesOf } from "./media.ts";
import { html, NO_MARKUP, type Markup } from "./markup.ts";

/** The turns of a trial, each with its checks. */
export function htmlConversation(
  trial: TrialResult,
  colours: AgentColours,
  bytesOf: BytesOf,
): Markup[] {
  return turnsOf(trial.steps).map((turn) => {
    const checks = trial.checks.filter((check) => check.turn === turn.turn);
    const ends =
      trial.error?.turn === turn.turn
        ? "The trial broke off here."
        : trial.ended_early?.turn === turn.turn
          ? "The trial was ended here."
          : undefined;
    return htmlTurn(turn, checks, ends, colours, bytesOf);
  });
}

/** The names of checks and what passed ones saw. The reasons of the others stand at the head of the trial. */
export function htmlChecks(checks: readonly CheckResult[]): Markup {
  if (checks.length === 0) return NO_MARKUP;
  const items = checks.map((check) =>
    check.verdict === "passed"
      ? html`<li class="passed"><b>${checkName(check)}</b> ${shortened(check.reason)}</li>`
      : html`<li class="${check.verdict}"><b>${checkName(check)}</b> ${check.verdict}</li>`,
  );
  return html`<ul class="checks">
    ${items}
  </ul>`;
}

function htmlTurn(
  { turn, user, completions }: Turn,
  checks: readonly CheckResult[],
  ends: string | undefined,
  colours: AgentColours,
  bytesOf: BytesOf,
): Markup {
  const wrong = checks.some(({ verdict }) => verdict !== "passed") || ends !== undefined;
  const end = ends === undefined ? NO_MARKUP : html`<p class="note">${ends}</p>`;
  return html`<section class="turn${wrong ? " wrong" : ""}">
    <h4>Turn ${turn}</h4>
    <div class="said user">
      <b>User</b>
      ${htmlContent(user, bytesOf)}
    </div>
    ${folded(completions, completionKey).map((part) => htmlRounds(part, colours, bytesOf))}${end}${htmlChecks(checks)}
  </section>`;
}

/** Of a loop, the first round; the others can be opened. */
function htmlRounds(
  { items, rounds, rest }: Folded<readonly Action[]>,
  colours: AgentColours,
  bytesOf: BytesOf,
): Markup {
  const all = (completions: typeof items): Markup[] =>
    completions.flat().map((action) => htmlAction(action, colours, bytesOf));
  if (rounds === 1) return html`${all(items)}`;
  return html`${all(items)}
    <details class="call">
      <summary>The same calls ${rounds - 1} more times</summary>
      ${all(rest)}
    </details>`;
}

function htmlAction(action: Action, colours: AgentColours, bytesOf: BytesOf): Markup {
  const { type, agent } = action;
  if (type === "call") {
    const shown = action.file === undefined ? NO_MARKUP : htmlMedia(action.file, bytesOf);
    return html`${htmlCall(action, colours)}${shown}`;
  }
  if (type === "reply") {
    const remarks = action.remarks.map((remark) => html`<p class="note">The reply ${remark}.</p>`);
    return html`<div class="said ${colours.of(agent)}">
      <b>${agent}</b>
      ${action.silent ? html`<p class="note">said nothing</p>` : html`<p>${shortened(action.text)}</p>`}
      ${remarks}
    </div> `;
  }
  if (type === "code")
    return html`<details class="call ${colours.of(agent)}">
      <summary><b>${agent}</b> ${codeText(action)}</summary>
      <pre>${pretty(action.output)}</pre>
    </details>`;
  if (type === "said")
    return html`<div class="said ${colours.of(agent)}">
      <b>${agent}</b>
      <p>${shortened(action.text)}</p>
    </div> `;
  if (type === "ended") return html`<p class="note"><b>${agent}</b> ${endText(action)}.</p>`;
  if (type === "turn_limit")
    return html`<p class="note">
      Ended after ${plural(action.max, "completion")}, the limit of the turn.
    </p>`;
  const { to, byCall } = action;
  if (byCall) return NO_MARKUP;
  return html`<p class="handoff">
    <span class="${colours.of(agent)}">${agent}</span> → <span class="${colours.of(to)}">${to}</span>
  </p>`;
}

function htmlCall(call: CallAction, colours: AgentColours): Markup {
  const { agent, name, text: args, executed, result: answer, error, to, handsOff } = call;
  const outcome =
    handsOff && to !== undefined
      ? html` → <span class="${colours.of(to)}">${to}</span>`
      : answer === undefined
        ? html` <i class="state">${executed ? "not answered" : "not executed"}</i>`
        : html`${error === undefined ? NO_MARKUP : html` <i class="state">failed</i>`}
            <span class="answer">${oneLine(answer, 200)}</span>`;
  return html`<details class="call ${colours.of(agent)}">
    <summary>
      <b>${agent}</b> <code>${name}(${args === "{}" ? "" : oneLine(args, 160)})</code>${outcome}
    </summary>
    <h5>Arguments</h5>
    <pre>${pretty(args)}</pre>
    ${answer === undefined ? NO_MARKUP : html`<h5>Answer</h5>`}
    ${answer === undefined ? NO_MARKUP : html`<pre>${pretty(answer)}</pre>`}
  </details>`;
}
