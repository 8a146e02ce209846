import { expect, it } from "vitest";
import { Gate } from "../../src/gate/gate.ts";
import { randomFrom, type Random } from "../../src/stats/random.ts";
import { baselineOf, kept, played, trial } from "./made.ts";

const CASES = 20;
const THEN = 30;

/** The chances that a case passed for the baseline, and passes now. */
type Rates = readonly [before: number, now: number];

/** Plays a suite twice a case, and on where a case looks broken. */
function gateOf(random: Random, rates: readonly Rates[]) {
  const before = rates.map(([rate], index) => {
    const passes = Array.from({ length: THEN }, () => random.fraction() < rate);
    return kept(`c${index}`, passes.filter(Boolean).length, THEN);
  });
  const gate = new Gate({
    baseline: baselineOf(...before),
    file: "b.json",
    traffic: "live",
    alpha: 0.05,
    maxTrials: 30,
    ids: new Set(before.map(({ id }) => id)),
  });
  let trials = 0;
  for (const [index, { id, fingerprint }] of before.entries()) {
    const rate = rates[index]?.[1] ?? 0;
    let letters = "";
    const needed = (): number =>
      gate.needed(
        { id, fingerprint },
        [...letters].map((letter, at) =>
          trial({ trial: at + 1, verdict: letter === "P" ? "passed" : "failed" }),
        ),
        2,
      ) ?? 0;
    while (needed() > 0) letters += random.fraction() < rate ? "P" : "F";
    trials += letters.length;
    gate.add(played(id, letters, letters.length > 2 ? { first_trials: 2 } : {}));
  }
  const { cases, suite, verdict } = gate.end({});
  const named = cases.filter(({ status }) => status === "regressed").map(({ id }) => id);
  return { trials, named, verdict, suite };
}

it("fails few unchanged suites, and plays each of their cases less than three times", () => {
  const random = randomFrom(5);
  const rounds = 100;
  let [alarms, trials] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const rates = Array.from({ length: CASES }, (): Rates => {
      const rate = 0.5 + 0.5 * random.fraction();
      return [rate, rate];
    });
    const found = gateOf(random, rates);
    if (found.verdict === "regressed") alarms++;
    trials += found.trials;
  }
  expect(alarms / rounds).toBeLessThanOrEqual(0.05);
  expect(trials / (rounds * CASES)).toBeLessThan(3);
});

it("names the one case that broke, and no other", () => {
  const random = randomFrom(6);
  const rounds = 100;
  let [found, others] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const { named } = gateOf(
      random,
      Array.from({ length: CASES }, (_, index): Rates => [0.95, index === 0 ? 0.3 : 0.95]),
    );
    if (named.includes("c0")) found++;
    others += named.filter((id) => id !== "c0").length;
  }
  expect(found / rounds).toBeGreaterThan(0.75);
  expect(others).toBe(0);
});
