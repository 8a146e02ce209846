import { sprt, sprtNeeds, type Occurrences, type Sprt } from "../stats/sequential/sprt.ts";

/** What came of a trial: the failure that is looked for, something else, or nothing that counts. */
type Outcome = "same" | "other" | "errored";

/** Plays a trial of what is tried; trials count from 1. */
export type PlayTrial = (trial: number) => Promise<Outcome>;

export interface Limits {
  /** How many trials there are at most. */
  readonly most: number;
  /** How many are played at once. */
  readonly concurrency: number;
}

/** How much rarer a failure must be to be another one. */
const RARER = 4;

/** No more is played of what broke off so often. */
export const MOST_ERRORED = 3;

/** Tells what fails as often as the case did from what fails a quarter as often; one more trial is taken to have passed. */
export function frequencyTest({ occurred, trials }: Occurrences): Sprt {
  const frequent = occurred / (trials + 1);
  return { rare: frequent / RARER, frequent, alpha: 0.05, beta: 0.05 };
}

/** Whether something fails about as often as the test wants, and how often it did. */
export interface Frequency extends Occurrences {
  readonly isFrequent: boolean;
}

/**
 * Plays as many trials as it takes to know it. Where there are no more before that, it is what is likelier; of what
 * breaks off, it is not.
 */
export async function frequencyOf(test: Sprt, play: PlayTrial, limits: Limits): Promise<Frequency> {
  let [occurred, trials, errored] = [0, 0, 0];
  for (;;) {
    const left = limits.most - trials;
    const verdict = sprt(test, { occurred, trials }, left);
    const isUnresolved = errored >= MOST_ERRORED;
    if (verdict !== "open" || isUnresolved)
      return { isFrequent: verdict === "often", occurred, trials };
    // So many are needed in any case: none of them is played for nothing.
    const next = Math.min(sprtNeeds(test, { occurred, trials }), left, limits.concurrency);
    const first = trials + errored + 1;
    const outcomes = await Promise.all(
      Array.from({ length: next }, (_, index) => play(first + index)),
    );
    occurred += outcomes.filter((outcome) => outcome === "same").length;
    errored += outcomes.filter((outcome) => outcome === "errored").length;
    trials += outcomes.filter((outcome) => outcome !== "errored").length;
  }
}

/** How many trials it takes to know it of what never fails so, and of what fails as often as the case. */
export function trialsFor(
  test: Sprt,
  most: number,
): { readonly never: number; readonly as: number } {
  const until = (occurredIn: (trials: number) => number): number => {
    let trials = 1;
    while (sprt(test, { occurred: occurredIn(trials), trials }, most - trials) === "open")
      trials += 1;
    return trials;
  };
  const always = until((trials) => trials);
  return { never: until(() => 0), as: Math.min(most, always / test.frequent) };
}
