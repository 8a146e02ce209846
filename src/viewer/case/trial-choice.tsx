import type { CaseResult, TrialResult } from "../../results/result.ts";
import { shownTrial } from "../../reports/failures/explain-trial.ts";
import { addressOf, type View } from "../address/view.ts";
import { Verdict } from "../ui/verdict.tsx";

/** The trial that a view names; else the one that stands for its case. */
export function chosenTrial(result: CaseResult, view: View): TrialResult | undefined {
  const named = result.trials.find(({ trial }) => trial === Number(view.trial));
  return named ?? shownTrial(result) ?? result.trials[0];
}

/** Every trial of a case, each with its verdict. */
export function TrialChoice({
  result,
  view,
}: {
  readonly result: CaseResult;
  readonly view: View;
}) {
  const chosen = chosenTrial(result, view);
  return (
    <nav class="trials" aria-label="Trials">
      {result.trials.map(({ trial, verdict }) => (
        <a
          key={trial}
          href={addressOf(view, { trial: String(trial), step: undefined })}
          aria-current={chosen?.trial === trial ? "true" : undefined}
        >
          Trial {trial} <Verdict is={verdict} />
        </a>
      ))}
    </nav>
  );
}
