import { describe, expect, it } from "vitest";
import { allocateRound, type PairedTrials } from "../../../src/stats/sequential/allocation.ts";
import { NonInferiorityTest, type Look } from "../../../src/stats/sequential/non-inferiority.ts";
import { randomFrom } from "../../../src/stats/random.ts";

const pair = (k0: number, n0: number, k: number, n: number): PairedTrials => ({
  reference: { passed: k0, trials: n0 },
  candidate: { passed: k, trials: n },
});
const times = (count: number, one: PairedTrials): PairedTrials[] =>
  Array.from({ length: count }, () => one);

describe("a round", () => {
  it("goes where cases have failed, and leaves out none", () => {
    const played = [...times(10, pair(9, 9, 9, 9)), ...times(2, pair(5, 9, 4, 9))];
    const { trials = [] } = allocateRound(played, 300, Array(12).fill(1000), 0) ?? {};
    expect(Math.min(...trials)).toBeGreaterThanOrEqual(1);
    expect(trials[11]).toBeGreaterThan(2 * (trials[0] ?? 0));
  });

  it("brings the information that it is to bring", () => {
    const played = times(40, pair(16, 20, 16, 20));
    expect(allocateRound(played, 1000, Array(40).fill(1000), 0)?.information).toBeCloseTo(1000, -2);
  });

  it("ends where a case has no trial left", () => {
    const played = times(3, pair(1, 2, 2, 2));
    expect(allocateRound(played, 1e6, [5, 9, 9], 0)?.trials).toEqual([5, 5, 5]);
    expect(allocateRound(played, 1e6, [0, 9, 9], 0)).toBeUndefined();
  });
});

describe("a single look", () => {
  const look = (margin: number, cases: readonly PairedTrials[]): Look =>
    new NonInferiorityTest({ margin }).look(
      cases,
      cases.map(() => 0),
    );

  it("certifies equal results only by enough trials", () => {
    expect(look(0.05, times(20, pair(2, 2, 2, 2))).verdict).toBe("not certified");
    expect(look(0.05, times(20, pair(50, 50, 50, 50))).verdict).toBe("certified");
  });

  it.each([0.01, 0.02, 0.05, 0.1])("certifies if the lower bound is above −%d", (margin) => {
    const cases = [...times(30, pair(20, 20, 20, 20)), ...times(10, pair(15, 20, 15, 20))];
    const { lower, verdict } = look(margin, cases);
    expect(verdict).toBe(lower > -margin ? "certified" : "not certified");
    expect(verdict === "certified").toBe(margin > 0.01);
  });

  it("tells a model that is worse", () => {
    expect(look(0.05, times(30, pair(18, 20, 12, 20))).verdict).toBe("worse");
  });

  it("says nothing without a trial of both models", () => {
    expect(look(0.05, times(30, pair(18, 20, 0, 0)))).toMatchObject({ verdict: "not certified" });
  });
});

describe("under simulation", () => {
  const random = randomFrom(17);
  const toss = (trials: number, rate: number) => {
    let passed = 0;
    for (let trial = 0; trial < trials; trial += 1) if (random.fraction() < rate) passed += 1;
    return { passed, trials };
  };
  /** 60 % of the cases always pass, 25 % at .9 to 1, 15 % at .5 to .9. */
  const usual = (): number => {
    const kind = random.fraction();
    if (kind < 0.6) return 1;
    return kind < 0.85 ? 0.9 + 0.1 * random.fraction() : 0.5 + 0.4 * random.fraction();
  };
  /** Plays rounds until the test ends. `trials` is how many each case had, on average. */
  const play = (rates: readonly number[], drop: number, margin: number) => {
    const test = new NonInferiorityTest({ margin });
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const left = rates.map(() => 5000);
    let trials: readonly number[] = rates.map(() => 2);
    for (;;) {
      const round = rates.map((rate, index) => ({
        reference: toss(trials[index] ?? 0, rate),
        candidate: toss(trials[index] ?? 0, rate * (1 - drop / mean)),
      }));
      trials.forEach((count, index) => (left[index] = (left[index] ?? 0) - count));
      const { verdict } = test.look(round, left);
      if (verdict === "open") trials = test.next(left)?.trials ?? [];
      else return { verdict, trials: 5000 - left.reduce((sum, one) => sum + one, 0) / left.length };
    }
  };

  it("certifies a model that is worse by the margin in one suite of twenty, and an equal one mostly", () => {
    const runs = 150;
    let wrong = 0;
    let right = 0;
    let played = 0;
    let needed = 0;
    for (let run = 0; run < runs; run += 1) {
      const rates = Array.from({ length: 50 }, usual);
      if (play(rates, 0.05, 0.05).verdict === "certified") wrong += 1;
      const equal = play(rates, 0, 0.05);
      if (equal.verdict === "certified") right += 1;
      played += equal.trials / runs;
      // A single test of the same level with the same power, .99: (1.645 + 2.326)² variance / margin².
      const variance = rates.reduce((sum, rate) => sum + 2 * rate * (1 - rate), 0) / 50;
      needed += (15.77 * variance) / 50 / 0.05 ** 2 / runs;
    }
    // Two standard errors above 5 %.
    expect(wrong / runs).toBeLessThanOrEqual(0.085);
    expect(right / runs).toBeGreaterThan(0.96);
    expect(played / needed).toBeLessThan(0.6);
  });
});
