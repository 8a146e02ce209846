import type { Cause } from "../failures/causes.ts";
import { casesOf, explainCause } from "../failures/explain-cause.ts";
import { plural } from "../../text/count.ts";
import { anchor } from "./case.ts";
import { headline } from "../failures/headline.ts";
import { html, NO_MARKUP } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** What went wrong, each cause once, in how many cases and where to read the first. */
export function htmlCauses(causes: readonly Cause[], beyond: number): Markup {
  if (causes.length === 0) return NO_MARKUP;
  const more =
    beyond === 0
      ? NO_MARKUP
      : html`<p class="note">${plural(beyond, "more case")} did not pass for other causes.</p>`;
  return html`<section class="causes">
    <h2>What went wrong</h2>
    ${causes.map(htmlCause)} ${more}
  </section>`;
}

function htmlCause(cause: Cause): Markup {
  const { verdict, first, ways } = cause;
  const [trial] = ways[0] ?? [];
  const why = trial === undefined ? "" : headline(trial);
  return html`<details class="cause ${verdict}">
    <summary>
      <span class="verdict">${verdict}</span> ${casesOf(cause)} <span class="why">${why}</span>
    </summary>
    <pre>${explainCause(cause).join("\n")}</pre>
    <p><a href="#${anchor(first.id)}">See ${first.id}</a></p>
  </details>`;
}
