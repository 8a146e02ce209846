import type { Case } from "../cases/case.ts";
import type { OfferedPart } from "./offered.ts";
import type { Occurrences, Sprt } from "../stats/sequential/sprt.ts";
import { wholeOf, type Candidate } from "./candidate.ts";
import { frequencyOf, frequencyTest, type Frequency, type Limits } from "./frequency.ts";
import type { Level } from "./levels.ts";
import { failureOf, type Failure } from "./same-failure.ts";
import type { Measured, PlayCandidate, PlayedTrial } from "./measure.ts";
import { shrink } from "./shrink.ts";

/** A candidate in which it still goes wrong. */
export interface Found<Played> extends Occurrences {
  readonly candidate: Candidate;
  /** One of the trials in which it did. */
  readonly shown: Played;
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
