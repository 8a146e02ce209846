import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

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
