import type { Divergence, DriftedCase } from "../results/gate-result.ts";
import type { CaseResult, TrialResult } from "../results/result.ts";
import type { BaselineCase } from "./baseline/baseline.ts";
import { keptTrial } from "./baseline/kept-trial.ts";
import { trialKeys, type TrialKeys } from "./baseline/trial-keys.ts";
import { divergence } from "./divergence.ts";

/**
 * How a case drifted in a replay: a trial that passed for the baseline still passes, on another path or with another state
 * at its end. Where that shows is said of the trial that the baseline keeps. Undefined if nothing but words differs.
 */
export function driftOf(
  { id, line, trials }: CaseResult,
  baseline: BaselineCase,
): DriftedCase | undefined {
  const before = new Map(baseline.trajectories?.map((one) => [one.trial, one]));
  const drifted = trials.flatMap((trial) => {
    if (trial.verdict !== "passed") return [];
    const place = divergenceOf(trial, baseline);
    const keys = before.get(trial.trial);
    const differs = keys === undefined ? kindOf(place) : differing(keys, trialKeys(trial));
    return differs.length === 0 ? [] : [{ trial: trial.trial, differs, divergence: place }];
  });
  const shown = drifted.find((one) => one.divergence !== null) ?? drifted[0];
  return shown && { id, line, trials: drifted.length, ...shown };
}

type Differs = DriftedCase["differs"];

function differing(before: TrialKeys, now: TrialKeys): Differs {
  return (["path", "state"] as const).filter((what) => before[what] !== now[what]);
}

/** Where a trial diverges from the one that is kept, if that is the same and says so. */
function divergenceOf(trial: TrialResult, { passing }: BaselineCase): Divergence | null {
  if (passing?.trial !== trial.trial) return null;
  const found = divergence(passing, keptTrial(trial));
  return found === undefined || found.differs === "wording" ? null : found;
}

/** What differs as far as a baseline says that keeps no keys. */
function kindOf(place: Divergence | null): Differs {
  if (place === null) return [];
  return place.differs === "state" ? ["state"] : ["path"];
}
