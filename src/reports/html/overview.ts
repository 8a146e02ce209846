import type { ResultHeader, SuiteEnd } from "../../results/result.ts";
import { plural, thousands } from "../../text/count.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import type { Cause, Causes } from "../failures/causes.ts";
import { casesOf, explainCause, titleOf } from "../failures/explain-cause.ts";
import { headline } from "../failures/explain-trial.ts";
import type { Leftovers } from "../failures/leftovers.ts";
import type { ToolErrors } from "../failures/tool-errors.ts";
import { conclusions, type Conclusion } from "../gate/conclusions.ts";
import { hasTrials, suiteEstimateLines } from "../words/estimates.ts";
import { dollars, duration, percent } from "../words/format.ts";
import { priceLines } from "../words/prices.ts";
import { remarks } from "../words/sums.ts";
import { anchor } from "./case.ts";
import { html, NO_MARKUP, type Markup } from "./markup.ts";
import { htmlSpending } from "./spending.ts";

/** What was gathered of the cases. */
interface Gathered {
  readonly causes: Causes;
  readonly leftovers: Leftovers;
  readonly toolErrors: ToolErrors;
}

/** The beginning of the page: what was played, the sums, and what went wrong. */
export function htmlOverview(
  header: ResultHeader,
  end: SuiteEnd,
  { causes, leftovers, toolErrors }: Gathered,
): Markup {
  const prices = priceLines(header, end);
  const estimates = suiteEstimateLines(end.summary);
  const notes = [
    ...estimates,
    ...(estimates.length > 1 ? ["pass^k: k trials all pass; pass@k: one of k passes"] : []),
    ...(prices.length === 0 ? [] : [prices.join(" ")]),
  ];
  return html`<header>
      <h1>${header.suite}</h1>
      <p class="note">${provenance(header)}</p>
    </header>
    ${htmlCards(end)}${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${remarks(header, end).map((remark) => html`<p class="remark">${remark}</p>`)}
    ${htmlWarning(toolErrors)}${htmlWarning(leftovers)} ${conclusions(header.suite, end).map(htmlConclusion)}
    ${htmlCauses(causes)} ${htmlSpending(end.summary)}`;
}

function provenance(header: ResultHeader): string {
  const { case_file: cases, agents_module: agents, started_at: at, traffic, stream } = header;
  return [
    `${cases} against ${agents}`,
    `${at.slice(0, 16).replace("T", " ")} UTC`,
    ...(header.variant === undefined ? [] : [`variant ${header.variant}`]),
    header.model_override === null ? "each agent's own model" : header.model_override,
    { replay: "replayed", record: "recorded", update: "brought up to date", live: "live" }[traffic],
    ...(stream ? ["streamed"] : []),
    ...(header.threshold === undefined
      ? []
      : [`a case passes with ${percent(header.threshold)} of its trials`]),
    ...(header.fail_on_errors === true ? ["trials that broke off count as failed"] : []),
  ].join(" · ");
}

function htmlCards({ summary, duration_ms: took }: SuiteEnd): Markup {
  const { passed, failed, errored, skipped, trials, cases, usage } = summary;
  const { judges, judge_cost: judgeCost, simulated_users: users } = summary;
  const beside = [
    ...(Object.keys(judges).length > 0 ? [`${dollars(judgeCost)} for judges`] : []),
    ...(users === undefined ? [] : [`${dollars(users.cost)} for simulated users`]),
  ];
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
  const what = hasTrials(summary)
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
      ><span>${["cost", ...beside].join(" and ")}</span>
    </div>
    <div class="card">
      <b>${usage === null ? "unknown" : thousands(tokensOf(usage))}</b
      ><span>tokens</span>
    </div>
    <div class="card"><b>${duration(took)}</b><span>time</span></div>
  </section>`;
}

function htmlWarning({ headline: title, lines }: Pick<Leftovers, "headline" | "lines">): Markup {
  if (title === undefined) return NO_MARKUP;
  return html`<div class="wrong errored">
    <h4>${title}</h4>
    <pre>${lines.join("\n")}</pre>
  </div>`;
}

function htmlConclusion({ title, wrong, text }: Conclusion): Markup {
  const open = wrong ? html` open` : NO_MARKUP;
  return html`<details class="cause ${wrong ? "failed" : ""}" ${open}>
    <summary>${title}</summary>
    <pre class="wide">${text}</pre>
  </details>`;
}

function htmlCauses({ causes, beyond, tolerated, toleratedBeyond }: Causes): Markup {
  if (causes.length + tolerated.length === 0) return NO_MARKUP;
  const more = [
    ...(beyond === 0 ? [] : [`${plural(beyond, "more case")} did not pass for other causes.`]),
    ...(toleratedBeyond === 0
      ? []
      : [`${plural(toleratedBeyond, "more case")} passed although trials failed.`]),
  ].map((text) => html`<p class="note">${text}</p>`);
  return html`<section class="causes">
    <h2>What went wrong</h2>
    ${[...causes, ...tolerated].map(htmlCause)} ${more}
  </section>`;
}

/** A cause, its cases, and a link to the first. */
function htmlCause(cause: Cause): Markup {
  const { first, modes } = cause;
  const title = titleOf(cause);
  const [trial] = modes[0] ?? [];
  const why = trial === undefined ? "" : headline(trial);
  return html`<details class="cause ${title}">
    <summary>
      <span class="verdict">${title}</span> ${casesOf(cause)} <span class="why">${why}</span>
    </summary>
    <pre>${explainCause(cause).join("\n")}</pre>
    <p><a href="#${anchor(first.id)}">See ${first.id}</a></p>
  </details>`;
}
