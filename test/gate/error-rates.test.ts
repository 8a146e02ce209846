import { expect, it } from "vitest";
import { Gate } from "../../src/gate/gate.ts";
import { randomFrom, type Random } from "../../src/stats/random.ts";
import { baselineOf, kept, played, trial } from "./made.ts";

const CASES = 20;
const TRIALS = 10;

/** The chances that a case passed for the baseline, and passes now. */
type Rates = readonly [before: number, now: number];

/** Holds a run that ends each case once it is decided against a baseline of as many trials. */
function gateOf(random: Random, rates: readonly Rates[]) {
  const before = rates.map(([rate], index) => {
    const passes = Array.from({ length: TRIALS }, () => random.fraction() < rate);
    return kept(`c${index}`, passes.filter(Boolean).length, TRIALS);
  });
  const ids = new Set(before.map(({ id }) => id));
  const gate = new Gate({
    baseline: baselineOf(...before),
    file: "b.json",
    traffic: "live",
    alpha: 0.05,
    ids,
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
        TRIALS,
      ) ?? 0;
    while (needed() > 0) letters += random.fraction() < rate ? "P" : "F";
    trials += letters.length;
    const result = played(id, letters);
    gate.add(letters.length < TRIALS ? { ...result, planned_trials: TRIALS } : result);
  }
  const regressed = gate.end({}).cases.filter(({ status }) => status === "regressed");
  return { trials, regressed: regressed.map(({ id }) => id) };
}

it("fails no more than one unchanged suite of twenty, and plays few of its trials", () => {
  const random = randomFrom(5);
  const rounds = 200;
  let [alarms, trials] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const rates = Array.from({ length: CASES }, (): Rates => {
      const rate = 0.5 + 0.5 * random.fraction();
      return [rate, rate];
    });
    const found = gateOf(random, rates);
    if (found.regressed.length > 0) alarms++;
    trials += found.trials;
  }
  expect(alarms / rounds).toBeLessThanOrEqual(0.05);
  expect(trials / (rounds * CASES * TRIALS)).toBeLessThan(0.65);
});

it("finds the one case of a steady suite that broke four times out of five", () => {
  const random = randomFrom(6);
  const rounds = 200;
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    const rates = Array.from({ length: CASES }, (_, index): Rates => [
      0.95,
      index === 0 ? 0.1 : 0.95,
    ]);
    if (gateOf(random, rates).regressed.includes("c0")) found++;
  }
  expect(found / rounds).toBeGreaterThan(0.75);
});
