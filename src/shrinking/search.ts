import type { Case } from "../cases/case.ts";
import type { TrialResult } from "../results/result.ts";
import type { OfferedPart } from "../runner/trial/offered.ts";
import type { Occurrences, Sprt } from "../stats/sequential/sprt.ts";
import { wholeOf, type Candidate } from "./candidate.ts";
import { frequencyOf, frequencyTest, type Frequency, type Limits } from "./frequency.ts";
import type { Level } from "./levels.ts";
import { failureOf, type Failure } from "./same-failure.ts";
import { shrink } from "./shrink.ts";

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

/** A candidate in which it still goes wrong. */
export interface Found<Played> extends Occurrences {
  readonly candidate: Candidate;
  /** One of the trials in which it did. */
  readonly shown: Played;
}

/** A failure that came so often is measured well enough. */
export const ENOUGH = 5;

/** How often a case fails, in the way in which it mostly does; the trials in which it does not, if it never fails. */
export async function measure<Played extends PlayedTrial>(
  testCase: Case,
  play: PlayCandidate<Played>,
  { most, concurrency }: Limits,
): Promise<Measured<Played> | { readonly unfailed: readonly Played[] }> {
  const whole = wholeOf(testCase);
  const played: Played[] = [];
  const failures = (): Measured<Played>[] => {
    const counted = played.filter(({ result }) => result.verdict !== "errored");
    const failed = counted.flatMap((shown) => {
      const failure = failureOf(shown.result, whole);
      return failure === undefined ? [] : [{ failure, shown }];
    });
    return [...Map.groupBy(failed, ({ failure }) => failure.key).values()]
      .flatMap((group) =>
        group
          .slice(0, 1)
          .map((one) => ({ ...one, occurred: group.length, trials: counted.length })),
      )
      .sort((one, other) => other.occurred - one.occurred);
  };
  let [mostly] = failures();
  while (played.length < most && (mostly?.occurred ?? 0) < ENOUGH) {
    const next = Math.min(ENOUGH - (mostly?.occurred ?? 0), most - played.length, concurrency);
    const first = played.length + 1;
    played.push(
      ...(await Promise.all(
        Array.from({ length: next }, (_, index) => play(whole, first + index)),
      )),
    );
    [mostly] = failures();
  }
  return mostly ?? { unfailed: played };
}

/** Looks for the smallest candidate in which a failure that was measured is still about as frequent. */
export class Search<Played extends PlayedTrial> {
  readonly test: Sprt;
  /** How many candidates were tried. */
  tries = 0;
  /** The smallest until now. */
  smallest: Found<Played>;
  readonly #testCase: Case;
  readonly #failure: Failure;
  readonly #play: PlayCandidate<Played>;
  readonly #limits: Limits;

  constructor(
    testCase: Case,
    { failure, shown, occurred, trials }: Measured<Played>,
    play: PlayCandidate<Played>,
    limits: Limits,
  ) {
    this.#testCase = testCase;
    this.#failure = failure;
    this.#play = play;
    this.#limits = limits;
    this.test = frequencyTest({ occurred, trials });
    this.smallest = { candidate: wholeOf(testCase), shown, occurred, trials };
  }

  /** Rejects with what the player rejects with; then `smallest` is what was found until then. */
  async run(
    offered: readonly OfferedPart[],
    onSmaller: (found: Found<Played>, level: Level) => void,
  ): Promise<void> {
    const { turns: needed } = this.#failure;
    await shrink({ testCase: this.#testCase, needed, offered }, async (candidate, level) => {
      this.tries += 1;
      const { isFrequent, shown, ...seen } = await this.#frequencyOf(candidate);
      if (!isFrequent || shown === undefined) return false;
      this.smallest = { candidate, shown, ...seen };
      onSmaller(this.smallest, level);
      return true;
    });
  }

  async #frequencyOf(
    candidate: Candidate,
  ): Promise<Frequency & { readonly shown: Played | undefined }> {
    let shown: Played | undefined;
    const frequency = await frequencyOf(
      this.test,
      async (trial) => {
        const played = await this.#play(candidate, trial);
        if (played.result.verdict === "errored") return "errored";
        if (failureOf(played.result, candidate)?.key !== this.#failure.key) return "other";
        shown ??= played;
        return "same";
      },
      this.#limits,
    );
    return { ...frequency, shown };
  }
}
