import type { CheckResult, TrialResult } from "../../results/result.ts";
import type { AgentColours } from "./agent-colours.ts";
import { conversation } from "../failures/conversation.ts";
import type { Deed, ToldTurn } from "../failures/conversation.ts";
import { html, NO_MARKUP } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { oneLine } from "../../text/printable.ts";
import { pretty, shortened } from "../words/pretty.ts";

/** A trial as it was spoken, turn by turn, each with the checks that speak of it. */
export function htmlConversation(trial: TrialResult, colours: AgentColours): Markup[] {
  return conversation(trial).map((told) => {
    const checks = trial.checks.filter(({ turn }) => turn === told.turn);
    return htmlTurn(told, checks, colours);
  });
}

/** Checks by name, each with what it saw; of those that did not pass the reason stands elsewhere. */
export function htmlChecks(checks: readonly CheckResult[]): Markup {
  if (checks.length === 0) return NO_MARKUP;
  const items = checks.map(({ check, verdict, reason }) =>
    verdict === "passed"
      ? html`<li class="passed"><b>${check}</b> ${shortened(reason)}</li>`
      : html`<li class="${verdict}"><b>${check}</b> ${verdict}</li>`,
  );
  return html`<ul class="checks">
    ${items}
  </ul>`;
}

function htmlTurn(
  { turn, user, brokeOff, deeds }: ToldTurn,
  checks: readonly CheckResult[],
  colours: AgentColours,
): Markup {
  const wrong = checks.some(({ verdict }) => verdict !== "passed") || brokeOff;
  const end = brokeOff ? html`<p class="note">The trial broke off here.</p>` : NO_MARKUP;
  return html`<section class="turn${wrong ? " wrong" : ""}">
    <h4>Turn ${turn}</h4>
    <div class="said user">
      <b>User</b>
      <p>${shortened(user)}</p>
    </div>
    ${deeds.map((deed) => htmlDeed(deed, colours))}${end}${htmlChecks(checks)}
  </section>`;
}

function htmlDeed(deed: Deed, colours: AgentColours): Markup {
  if (deed.type === "handoff") return htmlHandoff(deed.from, deed.to, colours);
  if (deed.type === "reply")
    return html`<div class="said ${colours.of(deed.agent)}">
      <b>${deed.agent}</b>
      <p>${shortened(deed.text)}</p>
    </div> `;
  const { agent, name, arguments: args, answer, unanswered, error, to } = deed;
  const outcome =
    to !== null
      ? html` → <span class="${colours.of(to)}">${to}</span>`
      : answer === null
        ? html` <i class="state">${unanswered}</i>`
        : html`${error === null ? NO_MARKUP : html` <i class="state">failed</i>`}
            <span class="answer">${oneLine(answer, 200)}</span>`;
  return html`<details class="call ${colours.of(agent)}">
    <summary>
      <b>${agent}</b> <code>${name}(${args === "{}" ? "" : oneLine(args, 160)})</code>${outcome}
    </summary>
    <h5>Arguments</h5>
    <pre>${pretty(args)}</pre>
    ${answer === null ? NO_MARKUP : html`<h5>Answer</h5>`}
    ${answer === null ? NO_MARKUP : html`<pre>${pretty(answer)}</pre>`}
  </details>`;
}

function htmlHandoff(from: string, to: string, colours: AgentColours): Markup {
  return html`<p class="handoff">
    <span class="${colours.of(from)}">${from}</span> → <span class="${colours.of(to)}">${to}</span>
  </p>`;
}
