import { type Counts } from "../src/stats/counts.ts";
import { studentTQuantile } from "../src/stats/distributions/student-t.ts";
import { suiteRate } from "../src/stats/pass/rate.ts";
import { randomFrom } from "../src/stats/random.ts";
import { NonInferiorityTest } from "../src/stats/sequential/non-inferiority.ts";
import type { Figure } from "./figure.ts";

const random = randomFrom(29);

/** Suites by the pass rates of their cases, and the mean of these. */
const MIXES = {
  "rates from .5 to 1": { mean: 0.75, rate: () => 0.5 + random.fraction() / 2 },
  "60 % at 1, 25 % at .9 to 1, 15 % at .5 to .9": {
    mean: 0.6 + 0.25 * 0.95 + 0.15 * 0.7,
    rate: () => {
      const kind = random.fraction();
      if (kind < 0.6) return 1;
      return kind < 0.85 ? 0.9 + random.fraction() / 10 : 0.5 + 0.4 * random.fraction();
    },
  },
};

function toss(trials: number, rate: number): Counts {
  let passed = 0;
  for (let trial = 0; trial < trials; trial++) if (random.fraction() < rate) passed++;
  return { passed, trials };
}

/** How often intervals hold what they should, and how often a model is certified that should not be. */
export function simulationFigures(runs: number): Figure[] {
  return Object.entries(MIXES).flatMap(([name, mix]) => {
    const covered = [20, 50, 100, 200].flatMap((cases) =>
      [1, 2, 3, 5, 10].map((trials) => coverage(mix, cases, trials, 1000)),
    );
    return [
      {
        what: `the pass rate's interval, suites of ${name}, covers at least`,
        value: 100 * Math.min(...covered),
        unit: " %",
        atLeast: 91,
      },
      ...[20, 50, 200].flatMap((cases) => certification(mix.rate, cases, runs)),
    ];
  });
}

function coverage(
  { mean, rate }: (typeof MIXES)[keyof typeof MIXES],
  cases: number,
  trials: number,
  runs: number,
): number {
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const counts = Array.from({ length: cases }, () => toss(trials, rate()));
    const { lower = 1, upper = 0 } = suiteRate(counts)?.interval ?? {};
    if (lower <= mean && mean <= upper) covered++;
  }
  return covered / runs;
}

const MARGIN = 0.05;

function certification(rate: () => number, cases: number, runs: number): Figure[] {
  let wrong = 0;
  let right = 0;
  let played = 0;
  let variance = 0;
  for (let run = 0; run < runs; run++) {
    const rates = Array.from({ length: cases }, rate);
    if (play(rates, MARGIN).isCertified) wrong++;
    const equal = play(rates, 0);
    if (equal.isCertified) right++;
    played += equal.trials / runs;
    variance += rates.reduce((sum, one) => sum + 2 * one * (1 - one), 0) / cases / runs;
  }
  // What one t test over the cases takes, of the same level and power.
  const power = Math.min(right / runs, 1 - 0.5 / runs);
  const t = (probability: number): number => studentTQuantile(probability, cases - 1);
  const fixed = ((t(0.95) + t(power)) / MARGIN) ** 2 * (variance / cases);
  const noise = 200 * Math.sqrt((0.05 * 0.95) / runs);
  return [
    {
      what: `  --no-worse .05 over ${cases} cases: a model worse by .05 is certified`,
      value: (100 * wrong) / runs,
      unit: " %",
      atMost: Math.ceil(5 + noise),
    },
    { what: "    an equal one is", value: (100 * right) / runs, unit: " %", atLeast: 90 },
    {
      what: `    with ${played.toFixed(1)} trials a case; saved against a fixed number`,
      value: 100 * (1 - played / fixed),
      unit: " %",
    },
  ];
}

/** Plays rounds until the test ends, with a candidate whose rates are lower by `drop` on average. */
function play(rates: readonly number[], drop: number) {
  const test = new NonInferiorityTest({ margin: MARGIN });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const most = 5000;
  let left: readonly number[] = rates.map(() => most);
  let trials: readonly number[] = rates.map(() => 2);
  for (;;) {
    const round = rates.map((rate, index) => ({
      reference: toss(trials[index] ?? 0, rate),
      candidate: toss(trials[index] ?? 0, rate * (1 - drop / mean)),
    }));
    left = left.map((one, index) => one - (trials[index] ?? 0));
    const { verdict } = test.look(round, left);
    const next = verdict === "open" ? test.next(left) : undefined;
    if (next === undefined) {
      const rest = left.reduce((sum, one) => sum + one, 0) / left.length;
      return { isCertified: verdict === "certified", trials: most - rest };
    }
    trials = next.trials;
  }
}
