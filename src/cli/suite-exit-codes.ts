import type { CaseResult, ErrorKind, SuiteEnd } from "../results/result.ts";
import { EXIT } from "./exit-code.ts";

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
