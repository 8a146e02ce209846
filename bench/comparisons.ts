import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { blessedCase } from "../src/gate/baseline/baseline.ts";
import { writeBaseline } from "../src/gate/baseline/text.ts";
import { bless } from "../src/gate/baseline/bless.ts";
import { compareRuns } from "../src/gate/runs/compare-runs.ts";
import { RunTally, type ComparableRun } from "../src/gate/runs/run-tally.ts";
import type { CaseResult, TrialResult } from "../src/results/result.ts";
import { randomFrom } from "../src/stats/random.ts";
import { bundled } from "./bundled.ts";
import { madeResults } from "./made-results.ts";
import { measured, median, type Measured } from "./measured.ts";
import { CLI, recordSuite, runArguments } from "./workspace.ts";

/** What the statistics, the gate and these reports of 10,000 cases × 5 trials take as a process. */
export async function measureGate(directory: string, reporters: string): Promise<Measured[]> {
  const cases = [...madeResults(10_000, 5, 1)].flatMap(
    (result) => blessedCase(result, "live") ?? [],
  );
  const { baseline } = bless(undefined, {
    run: { suite: "made", model_override: null },
    agents: {},
    cases,
    ids: new Set(cases.map(({ id }) => id)),
    today: "2026-01-31",
  });
  const file = join(directory, "made.baseline.json");
  writeFileSync(file, writeBaseline(baseline));
  const script = await bundled("./gate-suite.ts");
  const runs: Measured[] = [];
  for (let round = 0; round < 3; round++)
    runs.push(await measured([script, file, directory, "10000", "5", reporters]));
  return runs;
}

const MODELS = ["gpt-5.4", "gpt-5.4-mini", "o3"] as const;

/** How much longer a comparison of three models over 1,000 cases takes than a run with one of them. */
export async function measureComparison(directory: string, baseUrl: string): Promise<number> {
  let file = "";
  for (const model of MODELS) file = await recordSuite(directory, "compared", 1000, baseUrl, model);
  const flags = runArguments(directory, file).slice(2);
  const ratios: number[] = [];
  for (let round = -1; round < 5; round++) {
    const run = await measured([CLI, "run", ...flags, "--model-override", MODELS[0]]);
    const all = await measured([CLI, "compare", ...flags, "--model-override", MODELS.join()]);
    if (round >= 0) ratios.push(all.wallMs / run.wallMs);
  }
  return median(ratios);
}

/** The share of comparisons that call two equal models different, with trials clustered in cases of all degrees of difficulty. */
export function falseDifferences(comparisons: number): number {
  const random = randomFrom(1);
  let different = 0;
  for (let round = 0; round < comparisons; round++) {
    const cases = 10 + random.below(90);
    const trials = 1 + random.below(5);
    const rates = Array.from({ length: cases }, () => random.fraction() ** 0.4);
    const run = (label: string): ComparableRun => {
      const tally = new RunTally();
      for (const [index, rate] of rates.entries()) {
        const verdicts = Array.from({ length: trials }, () => random.fraction() < rate);
        tally.caseFinished(caseOf(`case-${index}`, verdicts));
      }
      return { label, header: HEADER, file: label, stopped: null, tally };
    };
    const [found] = compareRuns([run("one"), run("other")], 0.05).comparisons;
    if (found?.verdict !== "no difference shown") different++;
  }
  return different / comparisons;
}

const HEADER = {
  version: 2,
  suite: "equal",
  case_file: "equal.jsonl",
  agents_module: "equal.ts",
  started_at: "2026-01-31T00:00:00Z",
  model_override: null,
  traffic: "live",
  stream: false,
} as const;

const [template] = madeResults(1, 1, 1);

function caseOf(id: string, verdicts: readonly boolean[]): CaseResult {
  const { trials, ...rest } = template as CaseResult;
  const [trial] = trials as readonly [TrialResult];
  return {
    ...rest,
    id,
    trials: verdicts.map((passed, index) => ({
      ...trial,
      trial: index + 1,
      verdict: passed ? "passed" : "failed",
    })),
  };
}
