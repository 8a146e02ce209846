import type { Baseline, BaselineCase } from "../src/gate/baseline/baseline.ts";
import { Gate } from "../src/gate/gate.ts";
import { FIRST_TRIALS, MOST_TRIALS } from "../src/gate/trial-bounds.ts";
import type { CaseResult, TrialResult } from "../src/results/result.ts";
import { randomFrom, type Random } from "../src/stats/random.ts";
import type { Figure } from "./figure.ts";
import { madeTrial } from "./made-results.ts";

// How often the gate errs, and what it finds, by playing it with cases whose true pass rates are known.

/** Draws the pass rates of cases. */
const MIXES = {
  uniform: (random: Random) => 0.5 + random.fraction() / 2,
  usual(random: Random) {
    const kind = random.fraction();
    if (kind < 0.6) return 1;
    return kind < 0.85 ? 0.9 + random.fraction() / 10 : 0.5 + 0.4 * random.fraction();
  },
} satisfies Readonly<Record<string, (random: Random) => number>>;

/** How a suite is played against its baseline. */
interface Setting {
  readonly cases: number;
  readonly mix: keyof typeof MIXES;
  /** The trials of each case in the baseline. */
  readonly before: number;
  /** The trials of each case now; undefined to play on where a case looks broken. */
  readonly trials?: number;
}

/** The true pass rates of a case, then and now. */
type Rates = readonly [before: number, now: number];

interface Played {
  readonly failed: boolean;
  readonly named: ReadonlySet<string>;
  readonly trials: number;
}

const FINGERPRINT = "the same";
// A trial of each number.
const [FAILED, PASSED] = [false, true].map((passed) =>
  Array.from({ length: MOST_TRIALS }, (_, index): TrialResult => {
    return { ...madeTrial(index + 1, passed, 0), steps: [] };
  }),
);

function play(random: Random, rates: readonly Rates[], { before, trials: fixed }: Setting): Played {
  const cases = rates.map(([rate], index): BaselineCase => {
    const passed = passes(random, before, rate);
    return { id: `c${index}`, passed, trials: before, fingerprint: FINGERPRINT, models: {} };
  });
  const baseline: Baseline = {
    version: 1,
    suite: "made",
    blessed_at: "2026-01-31",
    model_override: null,
    agents: {},
    cases,
  };
  const ids = new Set(cases.map(({ id }) => id));
  const maxTrials = fixed === undefined ? MOST_TRIALS : undefined;
  const gate = new Gate({ baseline, file: "b.json", traffic: "live", alpha: 0.05, ids, maxTrials });
  const planned = fixed ?? FIRST_TRIALS;
  let total = 0;
  for (const [index, { id }] of cases.entries()) {
    const trials: TrialResult[] = [];
    const rate = rates[index]?.[1] ?? 0;
    while ((gate.needed({ id, fingerprint: FINGERPRINT }, trials, planned) ?? 0) > 0) {
      const all = random.fraction() < rate ? PASSED : FAILED;
      trials.push(all?.[trials.length] as TrialResult);
    }
    total += trials.length;
    const followed = trials.length > planned ? { first_trials: planned } : {};
    const result: CaseResult = {
      id,
      tags: [],
      line: 1,
      verdict: "passed",
      trials,
      fingerprint: FINGERPRINT,
      ...followed,
    };
    gate.add(result);
  }
  const end = gate.end({});
  const regressed = end.cases.filter(({ status }) => status === "regressed");
  return {
    failed: end.verdict === "regressed",
    named: new Set(regressed.map(({ id }) => id)),
    trials: total / cases.length,
  };
}

function passes(random: Random, trials: number, rate: number): number {
  let passed = 0;
  for (let trial = 0; trial < trials; trial++) if (random.fraction() < rate) passed++;
  return passed;
}

/** What of so many runs of each kind came out: shares, and trials of a case where nothing changed. */
function rates(setting: Setting, runs: number) {
  const random = randomFrom(setting.cases * 1000 + setting.before);
  const draw = (change: (rate: number, index: number) => Rates): Played => {
    const all = Array.from({ length: setting.cases }, (_, index) =>
      change(MIXES[setting.mix](random), index),
    );
    return play(random, all, setting);
  };
  let [alarms, named, drops, trials] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const unchanged = draw((rate) => [rate, rate]);
    if (unchanged.failed) alarms++;
    trials += unchanged.trials;
    const broken = draw((rate, index) => (index === 0 ? [0.95, 0.3] : [rate, rate]));
    if (broken.named.has("c0")) named++;
    const dropped = draw((rate, index) => [
      rate,
      index < setting.cases / 10 ? Math.max(0, rate - 0.2) : rate,
    ]);
    if (dropped.failed) drops++;
  }
  const percent = (count: number): number => (100 * count) / runs;
  return {
    alarms: percent(alarms),
    named: percent(named),
    drops: percent(drops),
    trials: trials / runs,
  };
}

/** The gate's error rates in suites of 20 to 200 cases, by so many simulated runs of each kind. */
export function gateFigures(runs: number): Figure[] {
  return [30, 10].flatMap((before) =>
    (["uniform", "usual"] as const).flatMap((mix) =>
      [20, 50, 200].flatMap((cases) => figuresOf({ cases, mix, before }, runs)),
    ),
  );
}

/** The same, where each case is played equally often. */
export function fixedGateFigures(runs: number): Figure[] {
  return (["uniform", "usual"] as const).flatMap((mix) =>
    [
      { cases: 50, trials: 3 },
      { cases: 50, trials: 5 },
      { cases: 200, trials: 5 },
      { cases: 200, trials: 10 },
    ].flatMap(({ cases, trials }) => figuresOf({ cases, mix, before: trials, trials }, runs)),
  );
}

function figuresOf(setting: Setting, runs: number): Figure[] {
  const { cases, mix, before, trials } = setting;
  const found = rates(setting, runs);
  const isBound = before === 30;
  const what = `gate, ${cases} cases, ${mix} rates, ${before} trials then, ${trials ?? "2 and more"} now`;
  return [
    { what: `${what}: false alarms`, value: found.alarms, unit: " %", atMost: 5 },
    {
      what: "  one case falls from 95 to 30 %: named",
      value: found.named,
      unit: " %",
      ...(isBound ? { atLeast: 75 } : {}),
    },
    { what: "  a tenth of the cases falls by 20 %: found", value: found.drops, unit: " %" },
    {
      what: "  trials a case",
      value: found.trials,
      unit: "",
      ...(isBound ? { atMost: 3 } : {}),
    },
  ];
}
