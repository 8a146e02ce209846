import type { GateStatus } from "../results/gate-result.ts";
import { fisherExact } from "../stats/compare/exact-tests.ts";
import { holmAdjusted } from "../stats/compare/holm.ts";
import type { Counts } from "../stats/counts.ts";
import type { ComparedCase } from "./played-case.ts";

/** What became of a compared case, and the p-value for it. */
export interface Finding {
  readonly status: GateStatus;
  readonly p_value: number | null;
}

/** In a replay nothing is left to chance: a trial that passed and now fails is a regression. */
export function replayFindings(cases: readonly ComparedCase[]): Finding[] {
  return cases.map(({ flips, ...one }) => ({
    status: flips === "down" ? "regressed" : flips === "up" ? "improved" : steadyStatus(one),
    p_value: null,
  }));
}

/** What the trials of a case show against its baseline; `open` depends on the other cases. */
export type CaseChange = "regressed" | "improved" | "no difference" | "open";

/** By which rule a single case of sampled trials has regressed. */
export interface CaseRule {
  /** The level of the tests of all cases together, and how many these are. */
  readonly alpha: number;
  readonly cases: number;
  /**
   * Whether a case that always passed and now never does has regressed whatever its p-value. So it has where recordings
   * are made: every replay of them will say so.
   */
  readonly flips: boolean;
}

/**
 * What Holm's procedure says of a case whatever the others come to: it always rejects a one-sided Fisher p-value of at
 * most alpha/cases, and never one above alpha. Both sides have at least one trial.
 */
export function caseChange(before: Counts, now: Counts, rule: CaseRule): CaseChange {
  const { alpha, cases } = rule;
  const flip = rule.flips ? flipOf(before, now) : undefined;
  if (flip !== undefined) return flip;
  const { less, greater } = testOf(before, now);
  if (less <= alpha / cases) return "regressed";
  if (greater <= alpha / cases) return "improved";
  return Math.min(less, greater) > alpha ? "no difference" : "open";
}

/**
 * A case of sampled trials has regressed if its one-sided Fisher p-value, adjusted by Holm over all cases, is at most
 * `alpha`, and improved in the reverse. One that ended before all its planned trials counts only if the others could not
 * have changed that: it stopped because of how it went, so its own p-value says nothing.
 */
export function sampledFindings(cases: readonly ComparedCase[], rule: CaseRule): Finding[] {
  const { alpha } = rule;
  const tests = cases.map(({ before, now, planned }) => {
    if (now.trials >= planned) return testOf(before, now);
    const [worst, best] = reachable(now, planned).map((final) => caseChange(before, final, rule));
    return { less: best === "regressed" ? 0 : 1, greater: worst === "improved" ? 0 : 1 };
  });
  const less = holmAdjusted(tests.map((test) => test.less));
  const greater = holmAdjusted(tests.map((test) => test.greater));
  return cases.map(({ before, now, planned }, index) => {
    const [fewer = 1, more = 1] = [less[index], greater[index]];
    const flip = rule.flips ? flipOf(before, now) : undefined;
    const shown = fewer <= alpha ? "regressed" : more <= alpha ? "improved" : undefined;
    return {
      status: flip ?? shown ?? steadyStatus({ before, now }),
      p_value: now.trials < planned ? null : rate(now) < rate(before) ? fewer : more,
    };
  });
}

/** What the counts come to after all planned trials, if all that are left fail, and if all pass. */
export function reachable({ passed, trials }: Counts, planned: number): [Counts, Counts] {
  return [
    { passed, trials: planned },
    { passed: passed + planned - trials, trials: planned },
  ];
}

/** By the trials of both runs together, since no difference is shown between them. */
function steadyStatus({ before, now }: Pick<ComparedCase, "before" | "now">): GateStatus {
  if (always(before) && always(now)) return "unchanged";
  return before.passed + now.passed === 0 ? "still_failing" : "flaky";
}

/** What a case has that passed in all trials of one run, and in none of the other. */
function flipOf(before: Counts, now: Counts): "regressed" | "improved" | undefined {
  if (always(before) && now.passed === 0) return "regressed";
  return before.passed === 0 && always(now) ? "improved" : undefined;
}

function always({ passed, trials }: Counts): boolean {
  return passed === trials;
}

function rate({ passed, trials }: Counts): number {
  return passed / trials;
}

interface CaseTest {
  readonly less: number;
  readonly greater: number;
}

const tests = new Map<string, CaseTest>();

/** Thousands of cases have few different counts. */
function testOf(before: Counts, now: Counts): CaseTest {
  const key = [before.passed, before.trials, now.passed, now.trials].join();
  let test = tests.get(key);
  if (test === undefined)
    tests.set(key, (test = fisherExact(before, now) ?? { less: 1, greater: 1 }));
  return test;
}
