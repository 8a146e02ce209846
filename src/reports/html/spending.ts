import type { Spending, Summary } from "../../results/result.ts";
import { thousands } from "../../text/count.ts";
import { dollars } from "../words/format.ts";
import { html, NO_MARKUP, type Markup } from "./markup.ts";

const COLUMNS = ["", "completions", "tokens in", "cached", "tokens out", "cost"];

/** What each model took, judges and simulated users last, in a table that scrolls by itself; nothing if there was only one. */
export function htmlSpending({ spending, judges, simulated_users: users }: Summary): Markup {
  const rows = [
    ...Object.entries(spending).map(([model, took]) => htmlRow(model, took)),
    ...Object.entries(judges).map(([model, took]) => htmlRow(`${model}, as a judge`, took)),
    ...Object.entries(users?.spending ?? {}).map(([model, took]) =>
      htmlRow(`${model}, as a user`, took),
    ),
  ];
  if (rows.length < 2) return NO_MARKUP;
  return html`<section class="spending">
    <h2>Models</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function htmlRow(model: string, { calls, usage, cost }: Spending): Markup {
  const tokens = (count: number | undefined): string =>
    count === undefined ? "unknown" : thousands(count);
  const cells = [
    thousands(calls),
    tokens(usage?.prompt_tokens),
    tokens(usage?.cached_tokens),
    tokens(usage?.completion_tokens),
    dollars(cost),
  ];
  return html`<tr>
    <th scope="row">${model}</th>
    ${cells.map((cell) => html`<td class="amount">${cell}</td>`)}
  </tr>`;
}
