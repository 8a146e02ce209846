import type { Counts } from "../../stats/counts.ts";
import type { HistoryResult } from "../../history/history-result.ts";

/** A case of which some trials passed and others failed, over several runs. */
export interface FlakyCase extends Counts {
  readonly id: string;
}

/** The cases that passed and failed while they said the same, the most uncertain first. */
export function flakyCases({ runs }: Pick<HistoryResult, "runs">): FlakyCase[] {
  const counts = new Map<string, { readonly fingerprint: string | null } & Counts>();
  // The latest run says what a case says now.
  for (const { cases } of runs.toReversed())
    for (const [id, { passed, trials, fingerprint }] of Object.entries(cases)) {
      const known = counts.get(id) ?? { passed: 0, trials: 0, fingerprint };
      if (known.fingerprint !== fingerprint) continue;
      const sums = { passed: known.passed + passed, trials: known.trials + trials };
      counts.set(id, { fingerprint, ...sums });
    }
  return [...counts]
    .map(([id, { passed, trials }]) => ({ id, passed, trials }))
    .filter(({ passed, trials }) => passed > 0 && passed < trials)
    .sort((one, other) => uncertainty(other) - uncertainty(one));
}

/** How near the share that passed is to a half. */
function uncertainty({ passed, trials }: Counts): number {
  return Math.min(passed, trials - passed) / trials;
}
