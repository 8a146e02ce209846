import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../src/stats/random.ts";
import { sprt, sprtNeeds, type Sprt } from "../../../src/stats/sequential/sprt.ts";

const TEST: Sprt = { rare: 0.15, frequent: 0.6, alpha: 0.05, beta: 0.05 };

/** What the test says of something that occurs at a rate, and after how many trials. */
function simulate(test: Sprt, rate: number, { most = Infinity, runs = 20_000 } = {}) {
  const random = randomFrom(7);
  const said = { often: 0, rarely: 0, open: 0 };
  let played = 0;
  for (let run = 0; run < runs; run += 1) {
    let occurred = 0;
    let trials = 0;
    while (trials < most && sprt(test, { occurred, trials }) === "open") {
      trials += 1;
      if (random.fraction() < rate) occurred += 1;
    }
    said[sprt(test, { occurred, trials })] += 1 / runs;
    played += trials / runs;
  }
  return { ...said, trials: played };
}

describe.each([
  [0.3, 0.075],
  [0.6, 0.15],
  [0.9, 0.225],
])("tells %d from %d", (frequent, rare) => {
  const test = { ...TEST, frequent, rare };

  it.each([Infinity, 40, 10])(
    "with errors no greater than it says, in at most %d trials",
    (most) => {
      expect(simulate(test, rare, { most }).often).toBeLessThanOrEqual(0.05);
      expect(simulate(test, frequent, { most }).rarely).toBeLessThanOrEqual(0.05);
    },
  );

  it("with fewer trials of what is further apart", () => {
    expect(simulate(test, 0).trials).toBeLessThan(simulate(test, rare).trials);
  });

  it("needs just as many more trials as decide it if all go one way", () => {
    for (const seen of [
      { occurred: 0, trials: 0 },
      { occurred: 1, trials: 2 },
      { occurred: 2, trials: 5 },
    ]) {
      const ends = (more: number): boolean =>
        [0, more].some((occurring) => {
          const { occurred, trials } = seen;
          return sprt(test, { occurred: occurred + occurring, trials: trials + more }) !== "open";
        });
      const needs = sprtNeeds(test, seen);
      const counts = Array.from({ length: needs + 1 }, (_, more) => ends(more));
      expect(counts).toEqual([...Array<boolean>(needs).fill(false), true]);
    }
  });
});

it("takes as many trials as Wald's formula says, and what the last of them oversteps", () => {
  // Wald's mean number of trials without overshoot, for the boundaries log 20 and −log 20.
  const drift = 0.6 * Math.log(4) + 0.4 * Math.log(0.4 / 0.85);
  const wald = (0.95 * Math.log(20) - 0.05 * Math.log(20)) / drift;
  const { trials } = simulate(TEST, 0.6);
  expect(trials).toBeGreaterThan(wald);
  expect(trials).toBeLessThan(wald + 3);
});

it("refuses rates that cannot be told apart", () => {
  const none = { occurred: 0, trials: 0 };
  expect(() => sprt({ ...TEST, rare: 0.6 }, none)).toThrow(RangeError);
  expect(() => sprt({ ...TEST, frequent: 1 }, none)).toThrow("frequent must lie between 0 and 1");
  expect(() => sprt({ ...TEST, alpha: 0 }, none)).toThrow(RangeError);
  expect(() => sprt(TEST, { occurred: 2, trials: 1.5 })).toThrow(RangeError);
});
