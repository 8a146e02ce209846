import type { Case } from "../cases/case.ts";
import type { TrialResult } from "../results/result.ts";
import type { Occurrences } from "../stats/sequential/sprt.ts";
import { wholeOf, type Candidate } from "./candidate.ts";
import { MOST_ERRORED, type Limits } from "./frequency.ts";
import { failureOf, type Failure } from "./same-failure.ts";

/** A trial of a candidate, with whatever else its player knows of it. */
export interface PlayedTrial {
  readonly result: TrialResult;
}

/** Plays a trial of a candidate; trials count from 1. */
export type PlayCandidate<Played extends PlayedTrial> = (
  candidate: Candidate,
  trial: number,
) => Promise<Played>;

/** What goes wrong in a case, and how often. */
export interface Measured<Played> extends Occurrences {
  readonly failure: Failure;
  /** One of the trials in which it did. */
  readonly shown: Played;
}

/** A failure that came so often is measured well enough. */
export const ENOUGH = 5;

/** How often a case fails, in the way in which it mostly does; all that was played, if it never fails. */
export async function measure<Played extends PlayedTrial>(
  testCase: Case,
  play: PlayCandidate<Played>,
  { most, concurrency }: Limits,
): Promise<Measured<Played> | { readonly unfailed: readonly Played[] }> {
  const whole = wholeOf(testCase);
  const played: Played[] = [];
  for (;;) {
    const mostly = mostFrequent(played, whole);
    const lacking = ENOUGH - (mostly?.occurred ?? 0);
    const next = Math.min(lacking, most - played.length, concurrency);
    const errored = played.filter(({ result }) => result.verdict === "errored").length;
    if (next <= 0 || errored >= MOST_ERRORED) return mostly ?? { unfailed: played };
    const first = played.length + 1;
    const trials = Array.from({ length: next }, (_, index) => play(whole, first + index));
    played.push(...(await Promise.all(trials)));
  }
}

function mostFrequent<Played extends PlayedTrial>(
  played: readonly Played[],
  whole: Candidate,
): Measured<Played> | undefined {
  const trials = played.filter(({ result }) => result.verdict !== "errored").length;
  const kinds = new Map<string, Measured<Played>>();
  for (const shown of played) {
    const failure = failureOf(shown.result, whole);
    if (failure === undefined) continue;
    const { occurred } = kinds.get(failure.key) ?? { occurred: 0 };
    kinds.set(failure.key, { failure, shown, occurred: occurred + 1, trials });
  }
  return [...kinds.values()].sort((one, other) => other.occurred - one.occurred)[0];
}
