import type { GateResult } from "../../results/gate-result.ts";
import type { CaseResult, ErrorKind, SuiteEnd } from "../../results/result.ts";
import { EXIT } from "../process/exit-code.ts";

const KINDS: Readonly<Record<ErrorKind, number>> = {
  replay_miss: EXIT.replay,
  tape: EXIT.usage,
  refused_connection: EXIT.errored,
  api: EXIT.errored,
  timeout: EXIT.errored,
  agents_module: EXIT.errored,
  interrupted: EXIT.interrupted,
  budget: EXIT.budget,
};

/** The exit codes that a case calls for. */
export function* caseExitCodes({ verdict: whole, trials }: CaseResult): Generator<number> {
  if (whole === "failed") yield EXIT.failed;
  for (const { verdict, error } of trials) {
    if (error !== null) yield KINDS[error.kind];
    else if (verdict === "errored") yield EXIT.errored;
  }
}

/** The exit codes that the end of a run calls for. Recordings left over are an error only where they should have been played. */
export function* suiteExitCodes(
  { stopped, summary }: SuiteEnd,
  traffic: string,
): Generator<number> {
  if (stopped === "interrupted") yield EXIT.interrupted;
  if (stopped === "budget") yield EXIT.budget;
  if (traffic === "replay" && summary.leftovers > 0) yield EXIT.replay;
}

/** The codes that the checks call for, as they stand before a gate: failed checks do not count but as regressions. */
export function gatedCodes({ gate }: SuiteEnd, codes: ReadonlySet<number>): Set<number> {
  const all = new Set(codes);
  if (gate === undefined) return all;
  all.delete(EXIT.failed);
  if (gate.verdict === "regressed") all.add(EXIT.failed);
  if (comparedNothing(gate)) all.add(EXIT.usage);
  return all;
}

/** Whether every case that was played turned out to be another than it was for the baseline. */
function comparedNothing({ counts }: GateResult): boolean {
  const { regressed, improved, flaky, still_failing, unchanged, errored, changed } = counts;
  return changed > 0 && regressed + improved + flaky + still_failing + unchanged + errored === 0;
}
