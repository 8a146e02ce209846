import type { GateResult } from "../../results/gate-result.ts";
import type { CaseResult, ErrorKind, SuiteEnd, TrafficMode } from "../../results/result.ts";
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
  tool_service: EXIT.errored,
  user_fault: EXIT.errored,
  fault_missed: EXIT.errored,
};

/** The exit code that an error calls for. */
export function exitOf(kind: ErrorKind): number {
  return KINDS[kind];
}

/** Observes which exit codes a suite calls for. */
export class ExitCodes {
  readonly #codes = new Set<number>();
  readonly #traffic: TrafficMode;

  constructor(traffic: TrafficMode) {
    this.#traffic = traffic;
  }

  caseFinished({ verdict: whole, trials }: CaseResult): void {
    if (whole === "failed") this.#codes.add(EXIT.failed);
    for (const { verdict, error } of trials)
      if (verdict === "errored")
        this.#codes.add(error === null ? EXIT.errored : exitOf(error.kind));
  }

  /** Whether a request had no recording. */
  get hasReplayMiss(): boolean {
    return this.#codes.has(EXIT.replay);
  }

  /** All codes, with those of the suite's end. Recordings left over are an error only in a replay. */
  at({ stopped, summary }: SuiteEnd): Set<number> {
    const codes = new Set(this.#codes);
    if (stopped === "interrupted") codes.add(EXIT.interrupted);
    if (stopped === "budget") codes.add(EXIT.budget);
    if (this.#traffic === "replay" && summary.leftovers > 0) codes.add(EXIT.replay);
    return codes;
  }
}

/**
 * The codes of a suite that was compared with a baseline: only a regression, and drift if it is not allowed, counts as
 * failed; nothing does where the run sets the baseline.
 */
export function gatedCodes(
  { gate }: SuiteEnd,
  codes: ReadonlySet<number>,
  setsBaseline = false,
): Set<number> {
  const all = new Set(codes);
  if (gate !== undefined || setsBaseline) all.delete(EXIT.failed);
  if (gate === undefined || setsBaseline) return all;
  if (gate.verdict === "regressed" || gate.verdict === "drifted") all.add(EXIT.failed);
  if (comparedNothing(gate)) all.add(EXIT.usage);
  return all;
}

/** Whether every case that was played has changed since the baseline. */
function comparedNothing({ counts }: GateResult): boolean {
  const { regressed, improved, flaky, still_failing, unchanged, errored, changed } = counts;
  return changed > 0 && regressed + improved + flaky + still_failing + unchanged + errored === 0;
}
