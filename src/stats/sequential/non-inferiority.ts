import { type Counts, requireInside } from "../counts.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { Boundary, pocockSpending, type Spending } from "./boundary.ts";

/** The trials of one case in one round, with both models. */
export interface PairedTrials {
  readonly reference: Counts;
  readonly candidate: Counts;
}

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
export type NonInferiorityVerdict = "certified" | "worse" | "not certified" | "open";

/** What all rounds until now come to. */
export interface Look {
  readonly verdict: NonInferiorityVerdict;
  /** Candidate − reference, the mean over the cases. */
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

/**
 * A test, round by round, of whether the candidate's mean pass rate over these very cases is lower than the reference's
 * by less than the margin. Each round is an unbiased experiment of its own, in which every case is played with both
 * models; how often may depend on all that was seen before. `weight` is what is expected of it, and must not depend on
 * what it brings.
 *
 * The weighted mean of the rounds' differences minus its mean is a martingale, whose variance is estimated by its
 * steps: within cases that were played more than once in a round, and between those that were played once. It is never
 * taken to be less than the margin itself brings, if it comes from rare failures of many cases.
 * Sources: Lan and DeMets 1983 with Pocock's spending; Jennison and Turnbull 2000, "Group Sequential Methods with
 * Applications to Clinical Trials", §9 (repeated confidence intervals) and §10 (stopping for futility).
 */
export class NonInferiorityTest {
  readonly #margin: number;
  readonly #spending: Spending;
  readonly #z: number;
  readonly #boundary = new Boundary();
  /** The information, 1/variance, at which the level is spent. */
  readonly needed: number;
  #information = 0;
  #weight = 0;
  #sum = 0;
  #squares = 0;
  #least = 0;

  constructor({ margin, alpha = 0.05 }: NonInferiorityOptions) {
    this.#margin = requireInside("margin", margin);
    this.#spending = pocockSpending(alpha);
    this.#z = normalQuantile(1 - alpha);
    this.needed = FOR_LOOKS * ((this.#z + normalQuantile(POWER)) / margin) ** 2;
  }

  /** Adds a round. `reachable` is the information that further rounds can add: with 0 the rest of the level is spent. */
  look(round: readonly PairedTrials[], weight: number, reachable: number): Look {
    const margin = this.#margin;
    const { difference, variance, perTrial } = roundOf(round);
    this.#weight += weight;
    this.#sum += weight * difference;
    this.#squares += weight * weight * variance;
    this.#least += weight * weight * perTrial * margin * (1 - margin);
    const mean = this.#sum / this.#weight;
    const seen = this.#weight ** 2 / Math.max(this.#squares, this.#least);
    // A round that spread far may leave less information than there was.
    const information = Math.max(seen, this.#information * 1.000001);
    this.#information = information;
    const share = reachable <= 0 ? 1 : Math.min(1, information / this.needed);
    const critical = this.#boundary.next(information, this.#spending(share));
    const standardError = 1 / Math.sqrt(seen);
    const z = (mean + margin) / standardError;
    const ends = Math.min(this.needed, information + reachable);
    const verdict =
      z >= critical
        ? "certified"
        : z <= -critical
          ? "worse"
          : share === 1 || this.#isFutile(z * Math.sqrt(information), information, ends)
            ? "not certified"
            : "open";
    const reach = critical * standardError;
    return { verdict, difference: mean, lower: mean - reach, upper: mean + reach, standardError };
  }

  /** Whether the score would hardly get to the last boundary even if the candidate were as good. */
  #isFutile(score: number, information: number, ends: number): boolean {
    const rest = ends - information;
    const lacking = this.#z * Math.sqrt(ends) - score - this.#margin * rest;
    return lacking > -normalQuantile(FUTILE) * Math.sqrt(rest);
  }
}

/** The mean difference of a round's cases, an estimate of its variance, and that of one trial each of variance 1. */
function roundOf(round: readonly PairedTrials[]) {
  const cases = round.filter(
    ({ reference, candidate }) => reference.trials > 0 && candidate.trials > 0,
  );
  const { length } = cases;
  let sum = 0;
  let within = 0;
  let perTrial = 0;
  const single: number[] = [];
  for (const { reference, candidate } of cases) {
    const difference = rate(candidate) - rate(reference);
    sum += difference;
    perTrial += 1 / Math.min(reference.trials, candidate.trials);
    if (reference.trials === 1 || candidate.trials === 1) single.push(difference);
    else within += varianceOf(reference) + varianceOf(candidate);
  }
  const variance = (within + single.length * spreadOf(single)) / (length * length);
  return { difference: sum / length, variance, perTrial: perTrial / (length * length) };
}

function rate({ passed, trials }: Counts): number {
  return passed / trials;
}

/** The unbiased estimate of the variance of a rate. */
function varianceOf(counts: Counts): number {
  return (rate(counts) * (1 - rate(counts))) / (counts.trials - 1);
}

/** The variance of differences, which is at most ½ for two Bernoulli trials; that is taken where there is only one. */
function spreadOf(differences: readonly number[]): number {
  const { length } = differences;
  if (length < 2) return 0.5;
  const mean = differences.reduce((sum, one) => sum + one, 0) / length;
  return differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (length - 1);
}
