import type { IntervalEnds, Summary } from "../../results/result.ts";
import { plural, listed } from "../../text/count.ts";
import { shownKs } from "../words/case-chances.ts";
import { estimate } from "../words/format.ts";
import { rateText } from "../words/sums.ts";
import { html, NO_MARKUP } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** pass^k and pass@k of a suite of several trials, as a table with a picture of each interval. */
export function htmlChances(summary: Summary): Markup {
  if (rateText(summary) === undefined) return NO_MARKUP;
  const ks = shownKs(summary.pass_hat_k);
  const rows = ks.map(
    (k) =>
      html`<tr>
        <th scope="row">${k}</th>
        ${htmlEstimate(summary.pass_hat_k[k] ?? null, summary.pass_hat_k_interval[k] ?? null)}
        ${htmlEstimate(summary.pass_at_k[k] ?? null, summary.pass_at_k_interval[k] ?? null)}
      </tr>`,
  );
  const without = leftOutOf(summary, ks);
  return html`<section class="chances">
    <h2>Chances, with 95 % intervals</h2>
    ${htmlTable(COLUMNS, rows)}
    ${without === "" ? NO_MARKUP : html`<p class="note">${without}</p>`}
  </section>`;
}

const COLUMNS = [
  "k",
  html`pass^k<span class="meaning">: k trials all pass</span>`,
  html`pass@k<span class="meaning">: one of k passes</span>`,
];

/** Which cases the rows do not speak of: `2 cases for k = 3 and 4`. */
function leftOutOf({ too_few_trials: tooFew }: Summary, ks: readonly string[]): string {
  const byCount = Map.groupBy(
    ks.filter((k) => (tooFew[k] ?? 0) > 0),
    (k) => tooFew[k] ?? 0,
  );
  const parts = [...byCount].map(
    ([count, among]) => `${plural(count, "case")} for k = ${listed(among)}`,
  );
  return parts.length === 0 ? "" : `Left out, with too few trials that count: ${parts.join("; ")}.`;
}

function htmlEstimate(value: number | null, ends: IntervalEnds | null): Markup {
  if (value === null) return html`<td>–</td>`;
  const [lower, upper] = ends ?? [value, value];
  return html`<td>
    <svg class="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="all" width="100" height="8" />
      <rect class="range" x="${100 * lower}" width="${100 * (upper - lower)}" height="8" />
      <rect class="value" x="${Math.min(98.5, 100 * value)}" width="1.5" height="8" />
    </svg>
    ${estimate(value, ends)}
  </td>`;
}

/** A table that scrolls by itself where the page is too narrow for it. */
export function htmlTable(titles: readonly (string | Markup)[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${titles.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
