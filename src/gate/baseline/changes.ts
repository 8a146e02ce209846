import type { GateResult } from "../../results/gate-result.ts";
import type { Baseline, BaselineCase } from "./baseline.ts";
import { changedChecks, changedJudges, changedModels } from "./models.ts";

/** What decides how a case fares, beside its agents. */
type Basis = Pick<BaselineCase, "fingerprint" | "models" | "judges" | "checks">;

/** What differs so that a case cannot be compared, a phrase each. */
export function changesOf(before: Basis, now: Basis): string[] {
  return [
    ...(now.fingerprint === before.fingerprint ? [] : ["its text"]),
    ...changedModels(before.models, now.models),
    ...changedJudges(before.judges ?? [], now.judges ?? []),
    ...changedChecks(before.checks ?? {}, now.checks ?? {}),
  ];
}

/**
 * An agent has changed if it has a form that the baseline does not have. One without forms is new each time, and is not
 * compared. Only a `whole` run can say that one is gone.
 */
export function changedAgents(
  before: Baseline["agents"],
  now: Baseline["agents"],
  whole: boolean,
): GateResult["agents"] {
  const names = Object.keys(now);
  return {
    changed: names.filter((name) => {
      const known = before[name] ?? [];
      return known.length > 0 && now[name]?.some((form) => !known.includes(form)) === true;
    }),
    new: names.filter((name) => before[name] === undefined),
    gone: whole ? Object.keys(before).filter((name) => now[name] === undefined) : [],
  };
}
