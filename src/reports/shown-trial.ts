import type { CaseResult, TrialResult } from "../results/result.ts";

/** The trial that stands for its case where one has to: the first that went as the case did. Undefined where none did, as where it was skipped. */
export function shownTrial({ verdict, trials }: CaseResult): TrialResult | undefined {
  return trials.find((trial) => trial.verdict === verdict);
}
