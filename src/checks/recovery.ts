import { LIMITS, nameOf, type CaseFault } from "../cases/faults.ts";
import { listed } from "../text/count.ts";
import { failed, passed, unjudged, type CheckResult, type Finding } from "./scope/check.ts";

/**
 * What became of a fault: it was not put in, for nothing came to its place; a check of what happened from its turn on
 * failed; all of them passed; or all did of what was done, and one failed of what was said.
 */
type FaultOutcome = "never_reached" | "not_recovered" | "recovered" | "told_otherwise";

/** Where a fault was put in. */
export interface Landing {
  readonly turn: number;
  readonly agent: string | null;
}

/** A fault of a case, and where it was put in, if it was. */
export interface PutFault {
  readonly fault: CaseFault;
  readonly landing: Landing | undefined;
  /** Whether the conversation ended with it: nobody caught the error. */
  readonly isEnd: boolean;
}

/** A fault of a case, and what became of it. */
export type FaultResult = CaseFault & {
  /** Where it was put in; null if it was not. */
  readonly turn: number | null;
  readonly agent: string | null;
  /** Null if nothing can be said of it. */
  readonly outcome: FaultOutcome | null;
};

/**
 * What became of each fault of a conversation that is over, by its checks; and a check for each that was put in. Of one
 * that was cut short, nobody knows whether it would have come to the others.
 */
export function recoveries(
  faults: readonly PutFault[],
  checks: readonly CheckResult[],
  isCutShort: boolean,
): { readonly results: FaultResult[]; readonly checks: CheckResult[] } {
  const isOver = faults.some(({ isEnd }) => isEnd);
  const judged = faults.map(({ fault, landing, isEnd }) => {
    if (landing === undefined)
      return { result: resultOf(fault, landing, isCutShort ? null : "never_reached") };
    const { outcome, ...finding } = isOver
      ? endedBy(faultText(fault, landing), isEnd)
      : recovery(faultText(fault, landing), checksFrom(landing, checks));
    const check = { check: "faults", turn: landing.turn, ...finding };
    return { result: resultOf(fault, landing, outcome), check };
  });
  return {
    results: judged.map(({ result }) => result),
    checks: judged.flatMap(({ check }) => check ?? []),
  };
}

/** A fault of which nothing can be said: its conversation broke off, or nothing is expected in it. */
export function unknownRecovery({ fault, landing }: PutFault): FaultResult {
  return resultOf(fault, landing, null);
}

type Recovery = Finding & { readonly outcome: FaultOutcome | null };

function endedBy(what: string, isEnd: boolean): Recovery {
  const end = isEnd ? "nobody caught that: it ended" : "another fault ended";
  return { ...failed(`${what}, and ${end} the conversation`), outcome: "not_recovered" };
}

function recovery(what: string, checks: readonly CheckResult[]): Recovery {
  const wrong = checks.filter(({ verdict }) => verdict === "failed");
  const telling = checks.filter(({ check }) => !LIMITS.has(check));
  const didAll = telling.some(({ check, verdict }) => !isOfWords(check) && verdict === "passed");
  const which = listed([...new Set(wrong.map(({ check }) => check))]);
  if (wrong.length > 0 && didAll && wrong.every(({ check }) => isOfWords(check)))
    return {
      ...failed(`${what}, and the agents recovered, but told the user otherwise: ${which} failed`),
      outcome: "told_otherwise",
    };
  if (wrong.length > 0)
    return {
      ...failed(`${what}, and the agents did not recover: ${which} failed`),
      outcome: "not_recovered",
    };
  if (telling.length === 0)
    return {
      ...unjudged(`${what}, and nothing is expected from there on that tells a recovery`),
      outcome: null,
    };
  if (telling.some(({ verdict }) => verdict !== "passed"))
    return { ...unjudged(`${what}, and what is expected then could not be judged`), outcome: null };
  return { ...passed(`${what}, and the agents recovered`), outcome: "recovered" };
}

/** The checks that could see what a fault did. */
function checksFrom(landing: Landing, checks: readonly CheckResult[]): readonly CheckResult[] {
  return checks.filter(({ turn }) => turn === null || turn >= landing.turn);
}

function isOfWords(check: string): boolean {
  return check === "said" || check === "output" || check === "output.judge";
}

function resultOf(
  fault: CaseFault,
  landing: Landing | undefined,
  outcome: FaultOutcome | null,
): FaultResult {
  return { ...fault, turn: landing?.turn ?? null, agent: landing?.agent ?? null, outcome };
}

/** `refund timed out (call 2, turn 1)`. */
function faultText(fault: CaseFault, { turn }: Landing): string {
  if ("model_call" in fault) {
    const { model_call: number, give } = fault;
    const what = typeof give === "number" ? `a model answered ${give}` : OF_MODELS[give];
    return `${what} (model call ${number}, turn ${turn})`;
  }
  const { tool, call, give } = fault;
  const what =
    typeof give === "object" && "slow" in give
      ? `took ${give.slow} ms longer`
      : OF_TOOLS[nameOf(fault) as keyof typeof OF_TOOLS];
  const which = call === "every" ? "every call from" : `call ${call},`;
  return `${tool} ${what} (${which} turn ${turn})`;
}

const OF_TOOLS = {
  timeout: "timed out",
  error: "gave an error",
  lost: "did its work, and its answer was lost",
  truncated: "gave a truncated result",
  corrupt: "gave a corrupt result",
  result: "gave a wrong result",
};

const OF_MODELS = {
  reset: "the connection to a model broke",
  cut: "the reply of a model broke off",
  refusal: "a model refused to answer",
};
