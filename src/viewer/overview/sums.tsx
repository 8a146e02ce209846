import { plural, thousands } from "../../text/count.ts";
import type { RunPart } from "../../reports/html/parts.ts";
import type { ResultHeader, SuiteEnd } from "../../results/result.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import { hasTrials, suiteEstimateLines } from "../../reports/words/estimates.ts";
import { dollars, duration } from "../../reports/words/format.ts";
import { priceLines } from "../../reports/words/prices.ts";
import { remarks } from "../../reports/words/sums.ts";
import type { Run } from "../data/run.ts";
import { Verdict } from "../ui/verdict.tsx";

/** What the run came to and what it took. */
export function Sums({ run }: { readonly run: Run }) {
  const { header, end, running = false } = run.part;
  const { summary } = end;
  const told = running ? [soFar(header, end)] : remarks(header, end);
  const counts = (["passed", "failed", "errored"] as const).map((is) => [is, summary[is]] as const);
  return (
    <>
      <section class="card sums" aria-label="Sums">
        <div>
          <p class="big">
            {counts
              .filter(([is, count]) => count > 0 || is === "passed")
              .map(([is, count]) => (
                <Verdict key={is} is={is}>{`${thousands(count)} ${is}`}</Verdict>
              ))}
            <span class="quiet">{ofWhat(end)}</span>
          </p>
          <div class="shares" aria-hidden="true">
            {counts.map(([is, count]) => (
              <i key={is} class={is} style={{ flexGrow: count }} />
            ))}
          </div>
        </div>
        <dl>
          {figures(end).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {told.map((remark) => (
        <p key={remark} class="remark">
          {remark}
        </p>
      ))}
    </>
  );
}

function soFar({ planned_cases: planned }: ResultHeader, { summary }: RunPart["end"]): string {
  const of = planned === undefined ? "" : ` of ${thousands(planned)}`;
  return `The run goes on: ${thousands(summary.cases)}${of} ${planned === 1 ? "case has" : "cases have"} finished so far.`;
}

/** How sure the sums are, and what the costs are based on. */
export function Notes({ run }: { readonly run: Run }) {
  const { header, end } = run.part;
  const estimates = suiteEstimateLines(end.summary);
  const notes = [
    ...estimates,
    ...(estimates.length > 1 ? ["pass^k: k trials all pass; pass@k: one of k passes."] : []),
    ...priceLines(header, end),
  ];
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function ofWhat({ summary }: SuiteEnd): string {
  const { trials, cases, skipped, flaky = 0 } = summary;
  return [
    hasTrials(summary)
      ? `of ${plural(trials, "trial")} in ${plural(cases - skipped, "case")}`
      : `of ${plural(trials, "case")}`,
    ...(flaky > 0 ? [`${thousands(flaky)} flaky`] : []),
    ...(skipped > 0 ? [`${thousands(skipped)} skipped`] : []),
  ].join(", ");
}

function figures({ summary, duration_ms: took }: SuiteEnd): (readonly [string, string])[] {
  const { cost, usage, judges, judge_cost: judgeCost, simulated_users: users } = summary;
  return [
    ["cost", dollars(cost)],
    ...(Object.keys(judges).length > 0 ? [["judges", dollars(judgeCost)] as const] : []),
    ...(users === undefined ? [] : [["simulated users", dollars(users.cost)] as const]),
    ["tokens", usage === null ? "unknown" : thousands(tokensOf(usage))],
    ["time", duration(took)],
  ];
}
