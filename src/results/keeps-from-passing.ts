import type { CaseResult, TrafficMode } from "./result.ts";

/**
 * Whether a case keeps its run from passing: it fails, or a trial broke off, whatever the others come to; in a replay,
 * recordings left over do, too.
 */
export function keepsFromPassing({ verdict, trials }: CaseResult, traffic: TrafficMode): boolean {
  if (verdict === "failed" || trials.some((trial) => trial.verdict === "errored")) return true;
  return traffic === "replay" && trials.some(({ leftovers }) => leftovers.length > 0);
}
