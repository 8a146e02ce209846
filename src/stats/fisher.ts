import { type Counts, requireCounts } from "./counts.ts";
import { hypergeometric } from "./hypergeometric.ts";

/** p-values of the candidate passing less often, more often, and either. */
export interface FisherTest {
  readonly less: number;
  readonly greater: number;
  readonly twoSided: number;
}

/**
 * Fisher's exact test of `candidate` against `baseline`, both counts of independent trials of one
 * case: given all passes together, those of the candidate are hypergeometric. The two-sided p-value
 * adds up all outcomes that are no likelier than the one seen. Undefined where a side has no trial.
 * Source: Fisher 1934, "Statistical Methods for Research Workers" §21.02; two-sided as in R and scipy.
 */
export function fisherExact(baseline: Counts, candidate: Counts): FisherTest | undefined {
  requireCounts("baseline", baseline);
  requireCounts("candidate", candidate);
  if (baseline.trials === 0 || candidate.trials === 0) return undefined;
  const passes = baseline.passed + candidate.passed;
  const least = Math.max(0, passes - baseline.trials);
  const most = Math.min(passes, candidate.trials);
  const seen = hypergeometric(candidate.passed, passes, baseline.trials, candidate.trials);
  let less = 0;
  let greater = 0;
  let twoSided = 0;
  for (let passed = least; passed <= most; passed += 1) {
    const chance = hypergeometric(passed, passes, baseline.trials, candidate.trials);
    if (passed <= candidate.passed) less += chance;
    if (passed >= candidate.passed) greater += chance;
    // Outcomes as likely as the one seen must not drop out by rounding.
    if (chance <= seen * (1 + 1e-9)) twoSided += chance;
  }
  return { less: atMost1(less), greater: atMost1(greater), twoSided: atMost1(twoSided) };
}

function atMost1(value: number): number {
  return Math.min(1, value);
}
