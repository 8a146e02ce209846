import type { ResultHeader, SuiteEnd } from "../../results/result.ts";
import type { Cause } from "../failures/causes.ts";
import { conclusions } from "../gate/conclusions.ts";
import type { Conclusion } from "../gate/conclusions.ts";
import { dollars, duration, percent } from "../words/format.ts";
import { plural, thousands } from "../../text/count.ts";
import { htmlCauses } from "./causes.ts";
import { htmlChances } from "./chances.ts";
import { htmlSpending } from "./spending.ts";
import type { Leftovers } from "../failures/leftovers.ts";
import { html, NO_MARKUP } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { priceLines } from "../words/prices.ts";
import { remarks } from "../words/sums.ts";

/** What the page begins with: what was played, what it came to, and what went wrong. */
export function htmlOverview(
  header: ResultHeader,
  end: SuiteEnd,
  causes: readonly Cause[],
  beyond: number,
  leftovers: Leftovers,
): Markup {
  const { headline, lines } = leftovers;
  return html`<header>
      <h1>${header.suite}</h1>
      <p class="note">${provenance(header)}</p>
    </header>
    ${htmlCards(end)}${htmlPrices(priceLines(header, end))} ${remarks(header, end).map((remark) => html`<p class="remark">${remark}</p>`)}
    ${
      headline === undefined
        ? NO_MARKUP
        : html`<div class="wrong errored">
            <h4>${headline}</h4>
            <pre>${lines.join("\n")}</pre>
          </div>`
    }
    ${conclusions(header.suite, end).map(htmlConclusion)} ${htmlCauses(causes, beyond)}
    ${htmlChances(end.summary)} ${htmlSpending(end.summary)}`;
}

function htmlPrices(lines: readonly string[]): Markup {
  return lines.length === 0 ? NO_MARKUP : html`<p class="note">${lines.join(" ")}</p>`;
}

function htmlConclusion({ title, wrong, text }: Conclusion): Markup {
  const open = wrong ? html` open` : NO_MARKUP;
  return html`<details class="cause ${wrong ? "failed" : ""}" ${open}>
    <summary>${title}</summary>
    <pre class="wide">${text}</pre>
  </details>`;
}

function provenance(header: ResultHeader): string {
  const { case_file: cases, agents_module: agents, started_at: at, traffic, stream } = header;
  return [
    `${cases} against ${agents}`,
    `${at.slice(0, 16).replace("T", " ")} UTC`,
    header.model_override === null ? "each agent's own model" : header.model_override,
    { replay: "replayed", record: "recorded", update: "recorded anew", live: "live" }[traffic],
    ...(stream ? ["streamed"] : []),
    ...(header.threshold === undefined
      ? []
      : [`a case passes with ${percent(header.threshold)} of its trials`]),
  ].join(" · ");
}

function htmlCards({ summary, duration_ms: took }: SuiteEnd): Markup {
  const { passed, failed, errored, skipped, trials, cases, usage } = summary;
  const judged = Object.keys(summary.judges).length > 0;
  const shares = [
    ["passed", passed],
    ["failed", failed],
    ["errored", errored],
  ] as const;
  let from = 0;
  const bars = shares.map(([verdict, count]) => {
    const share = trials === 0 ? 0 : (100 * count) / trials;
    from += share;
    return html`<rect class="${verdict}" x="${from - share}" width="${share}" height="8" />`;
  });
  const verdicts = shares
    .filter(([verdict, count]) => count > 0 || verdict === "passed")
    .map(([verdict, count]) => html`<b class="${verdict}">${thousands(count)} ${verdict}</b>`);
  const what =
    trials > cases - skipped
      ? `of ${plural(trials, "trial")} in ${plural(cases - skipped, "case")}`
      : `of ${plural(trials, "case")}`;
  return html`<section class="cards">
    <div class="card wide">
      <p class="verdicts">
        ${verdicts} <span>${what}${skipped > 0 ? `, ${thousands(skipped)} skipped` : ""}</span>
      </p>
      <svg class="shares" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        ${bars}
      </svg>
    </div>
    <div class="card">
      <b>${dollars(summary.cost)}</b
      ><span>cost${judged ? ` and ${dollars(summary.judge_cost)} for judges` : ""}</span>
    </div>
    <div class="card">
      <b>${usage === null ? "unknown" : thousands(usage.prompt_tokens + usage.completion_tokens)}</b
      ><span>tokens</span>
    </div>
    <div class="card"><b>${duration(took)}</b><span>time</span></div>
  </section>`;
}
