import type { CaseResult } from "../../results/result.ts";
import type { Row } from "../../reports/html/parts.ts";
import { largestK, largestKText } from "../../reports/words/estimates.ts";
import { estimate } from "../../reports/words/format.ts";
import { plural } from "../../text/count.ts";
import type { Run } from "../data/run.ts";
import { Verdict } from "../ui/verdict.tsx";

/** What a case is, and what it came to over all its trials. */
export function CaseHead(props: {
  readonly row: Row;
  readonly run: Run;
  readonly result: CaseResult | undefined;
}) {
  const { row, run, result } = props;
  const chances = result === undefined ? undefined : chancesText(result);
  return (
    <header class="case-head">
      <p>
        <Verdict is={row.verdict}>{row.outcome}</Verdict>
        <span class="quiet">{`${run.part.header.case_file}:${row.line}`}</span>
        {row.flaky && <span class="tag flaky">flaky</span>}
        {row.tags.map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
      </p>
      <h2>{row.id}</h2>
      {result?.reason !== undefined && <p class="quiet">{result.reason}</p>}
      {chances !== undefined && <p class="quiet">{chances}</p>}
    </header>
  );
}

function chancesText({
  estimates,
  trials,
  planned_trials: planned,
}: CaseResult): string | undefined {
  if (planned !== undefined)
    return `Decided after ${trials.length} of ${plural(planned, "trial")}: trials that were stopped because of how they went give no estimates.`;
  if (estimates === undefined) return undefined;
  const { pass_hat_k: rate, pass_hat_k_interval: ends } = estimates;
  const largest = largestK(estimates, (k) => k !== "1");
  return [
    `pass rate ${estimate(rate["1"] ?? null, ends["1"] ?? null)}`,
    ...(largest === undefined ? [] : [largestKText(largest)]),
  ].join(" · ");
}
