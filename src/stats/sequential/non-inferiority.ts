import { type Counts, requireInside } from "../counts.ts";
import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import {
  allocateRound,
  type Allocation,
  expectedInformation,
  type PairedTrials,
  variancesOf,
} from "./allocation.ts";
import { Boundary } from "./boundary.ts";

export interface NonInferiorityOptions {
  /** By how much the candidate's mean pass rate may be lower, such as 0.02. */
  readonly margin: number;
  /** The chance of certifying a candidate that is worse by just the margin (0.05). */
  readonly alpha?: number | undefined;
}

/**
 * `certified`: no worse by more than the margin; `worse`: worse by more than it; `not certified`: no more can be
 * expected; `open`: another round may tell.
 */
type NonInferiorityVerdict = "certified" | "worse" | "not certified" | "open";

/** What all rounds until now come to. */
export interface Look {
  readonly verdict: NonInferiorityVerdict;
  /** Candidate − reference, the mean over the cases; NaN after a round without any trial that counts. */
  readonly difference: number;
  /** The candidate is no worse than by this: it holds at every look at once with probability 1 − alpha. */
  readonly lower: number;
  readonly upper: number;
  readonly standardError: number;
}

/** The chance with which a candidate that is exactly as good is certified, if trials do not end before. */
const POWER = 0.95;

/** How much more information looks take than one test at the end would. */
const FOR_LOOKS = 1.3;

/** A test is given up when an equal candidate would come to be certified no more often. */
const FUTILE = 0.1;

/** A round is to bring this part of the information at which the level is spent. */
const ROUNDS = 15;

/**
 * A test, round by round, of whether the candidate's mean pass rate over these very cases is lower than the reference's
 * by less than the margin. Each round is an unbiased experiment of its own, in which every case is played with both
 * models; how often depends on all that was seen before, and so does what is expected of the round, its weight.
 *
 * The weighted mean of the rounds' differences minus what it estimates is a martingale. Its variance is that of each
 * case's trials by rates that are smoothed, so that a few trials without failure claim no certainty. That of a case is
 * never taken to be less than what rare failures bring that come to the margin.
 * Sources: Lan and DeMets 1983, with the level spent in proportion to the information (Kim and DeMets 1987); Jennison
 * and Turnbull 2000, "Group Sequential Methods with Applications to Clinical Trials", §4.4 (Student's t at the nominal
 * levels), §9 (repeated confidence intervals) and §10 (stopping for futility).
 */
export class NonInferiorityTest {
  readonly #margin: number;
  /** The variance of a difference of −margin that comes from rare failures of the candidate. */
  readonly #least: number;
  readonly #alpha: number;
  readonly #z: number;
  readonly #boundary = new Boundary();
  /** The information, 1/variance, at which the level is spent. */
  readonly needed: number;
  #information = 0;
  #weight = 0;
  #sum = 0;
  /** Of each case, all trials until now. */
  #played: readonly PairedTrials[] = [];
  /** Of each case, Σ (weight of a round)² / (trials in it). */
  #squares: readonly number[] = [];

  constructor({ margin, alpha = 0.05 }: NonInferiorityOptions) {
    this.#margin = requireInside("margin", margin);
    this.#least = margin * (1 - margin);
    this.#alpha = requireInside("alpha", alpha);
    this.#z = normalQuantile(1 - alpha);
    this.needed = FOR_LOOKS * ((this.#z + normalQuantile(POWER)) / margin) ** 2;
  }

  /** How often each case is to be played in the round that follows; undefined if one of them has no trial left. */
  next(left: readonly number[]): Allocation | undefined {
    return allocateRound(this.#played, this.needed / ROUNDS, left, this.#least);
  }

  /**
   * Adds a round of all cases, in the same order each time. `left` has how many trials of each can follow; with 0 of any
   * this is the last look. A case without trials of both models says nothing in its round.
   */
  look(round: readonly PairedTrials[], left: readonly number[]): Look {
    const before = round.map((_, index) => this.#played[index] ?? NO_TRIALS);
    const trials = round.map(trialsOf);
    const weight = expectedInformation(before, trials, this.#least);
    const cases = round.filter((one) => trialsOf(one) > 0);
    if (cases.length === 0) return NOTHING_SEEN;
    this.#weight += weight;
    this.#sum += (weight / cases.length) * cases.reduce((sum, one) => sum + differenceOf(one), 0);
    this.#squares = trials.map(
      (count, index) =>
        (this.#squares[index] ?? 0) + (count > 0 ? (weight / cases.length) ** 2 / count : 0),
    );
    this.#played = round.map((one, index) => plus(one, before[index] ?? NO_TRIALS));
    const rest = allocateRound(this.#played, Infinity, left, this.#least);
    return this.#lookAt(rest?.information ?? 0);
  }

  #lookAt(reachable: number): Look {
    const margin = this.#margin;
    const difference = this.#sum / this.#weight;
    const standardError = Math.sqrt(this.#variance()) / this.#weight;
    // A round that shows more spread than was seen may leave less information than there was.
    const information = Math.max(standardError ** -2, this.#information * 1.000001);
    this.#information = information;
    const share = reachable === 0 ? 1 : Math.min(1, information / this.needed);
    const critical = this.#inT(this.#boundary.next(information, this.#alpha * share));
    const z = (difference + margin) / standardError;
    const ends = Math.min(this.needed, information + reachable);
    const isOver = share === 1 || this.#isFutile(z * Math.sqrt(information), information, ends);
    const verdict =
      z >= critical ? "certified" : z <= -critical ? "worse" : isOver ? "not certified" : "open";
    const reach = critical * standardError;
    return {
      verdict,
      difference,
      lower: difference - reach,
      upper: difference + reach,
      standardError,
    };
  }

  /** The boundary for a variance that is estimated from so many cases: the same nominal level by Student's t. */
  #inT(critical: number): number {
    const tail = normalCdf(-critical);
    return tail > 0 ? -studentTQuantile(tail, Math.max(1, this.#played.length - 1)) : Infinity;
  }

  #variance(): number {
    const variances = variancesOf(this.#played, this.#least);
    return this.#squares.reduce((sum, square, index) => sum + square * (variances[index] ?? 0), 0);
  }

  /** Whether the score would hardly get to the last boundary even if the candidate were as good. */
  #isFutile(score: number, information: number, ends: number): boolean {
    const rest = ends - information;
    const lacking = this.#z * Math.sqrt(ends) - score - this.#margin * rest;
    return lacking > -normalQuantile(FUTILE) * Math.sqrt(rest);
  }
}

const NOTHING_SEEN: Look = {
  verdict: "not certified",
  difference: NaN,
  lower: -1,
  upper: 1,
  standardError: Infinity,
};

const NO_TRIALS: PairedTrials = {
  reference: { passed: 0, trials: 0 },
  candidate: { passed: 0, trials: 0 },
};

/** Of each model; if they differ, that of the one with fewer. */
function trialsOf({ reference, candidate }: PairedTrials): number {
  return Math.min(reference.trials, candidate.trials);
}

function differenceOf({ reference, candidate }: PairedTrials): number {
  return candidate.passed / candidate.trials - reference.passed / reference.trials;
}

function plus(one: PairedTrials, other: PairedTrials): PairedTrials {
  const sum = (a: Counts, b: Counts): Counts => ({
    passed: a.passed + b.passed,
    trials: a.trials + b.trials,
  });
  return {
    reference: sum(one.reference, other.reference),
    candidate: sum(one.candidate, other.candidate),
  };
}
