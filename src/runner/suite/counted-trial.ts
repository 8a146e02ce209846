import type { ErrorKind, TrialResult } from "../../results/result.ts";

/** What is no outage: what a recording lacks, what somebody stopped, and a user that was not played. */
const UNCOUNTED: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "replay_miss",
  "tape",
  "refused_connection",
  "interrupted",
  "budget",
  "user_fault",
]);

/** A trial for those who count outages as wrong: one that broke off has failed, and its error says why. */
export function countedTrial(result: TrialResult): TrialResult {
  const { verdict, error } = result;
  if (verdict !== "errored" || (error !== null && UNCOUNTED.has(error.kind))) return result;
  return { ...result, verdict: "failed" };
}
