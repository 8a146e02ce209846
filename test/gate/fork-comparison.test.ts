import { expect, it } from "vitest";
import { compareForks } from "../../src/gate/runs/fork-comparison.ts";
import { randomFrom } from "../../src/stats/random.ts";

const ROUNDS = 400;

/** How often ways of these rates are told apart, of `states` recordings with so many trials of each. */
function foundOf(rates: readonly [number, number], states: number, trials: number): number {
  const random = randomFrom(11);
  const counts = (rate: number) =>
    new Map(
      Array.from({ length: states }, (_, state) => {
        let passed = 0;
        for (let trial = 0; trial < trials; trial++) if (random.fraction() < rate) passed++;
        return [state + 1, { passed, trials }];
      }),
    );
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const ways = [
      { label: "as it is", states: counts(rates[0]) },
      { label: "other", states: counts(rates[1]) },
    ] as const;
    const [one] = compareForks(ways, 0.05);
    if (one?.verdict !== "no difference shown") found++;
  }
  return found / ROUNDS;
}

it("finds a drop more often from the step on than where earlier turns go wrong as well", () => {
  expect(foundOf([0.9, 0.6], 1, 40)).toBeGreaterThan(0.8);
  expect(foundOf([0.8 * 0.9, 0.8 * 0.6], 1, 40)).toBeLessThan(0.65);
});

it.each([
  [0.5, 1, 20],
  [0.5, 5, 4],
  [0.9, 3, 10],
])("errs in at most 5 % where nothing changed: rate %s, %i recordings", (rate, states, trials) => {
  expect(foundOf([rate, rate], states, trials)).toBeLessThan(0.06);
});

it("adjusts for several ways, and has nothing to say where no recording has trials of both", () => {
  const state = (key: number, passed: number) => new Map([[key, { passed, trials: 8 }]]);
  const first = { label: "as it is", states: state(1, 8) };
  const worse = { label: "worse", states: state(1, 2) };
  const [alone] = compareForks([first, worse], 0.05);
  const [both, none] = compareForks([first, worse, { label: "else", states: state(2, 2) }], 0.05);
  expect(alone?.verdict).toBe("worse");
  expect(both?.p_value).toBeCloseTo(2 * (alone?.p_value ?? 0));
  expect(none).toBeNull();
});
