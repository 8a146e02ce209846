import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { neededForShare } from "../../src/gate/still-needed.ts";
import type { CaseResult, SuiteResult } from "../../src/results/result.ts";
import { runSuite } from "../../src/runner/run-suite.ts";
import type { SuiteOptions } from "../../src/runner/run-suite.ts";
import { surveyCases } from "../../src/runner/select-cases.ts";
import { trial as made } from "../gate/made.ts";

interface Played {
  readonly results: readonly CaseResult[];
  /** Each beginning of a trial, as `case.trial`, with how many of its case and of all were at play then. */
  readonly begun: readonly {
    readonly trial: string;
    readonly ofCase: number;
    readonly ofAll: number;
  }[];
  readonly file: SuiteResult;
}

/** Plays cases whose trials pass (P) or fail (F) as it is written, until half of those planned have passed or cannot. */
async function play(
  scripts: Readonly<Record<string, string>>,
  {
    concurrency,
    share = 0.5,
    slow = "",
  }: { readonly concurrency: number; readonly share?: number; readonly slow?: string },
): Promise<Played> {
  const directory = mkdtempSync(join(tmpdir(), "until-decided-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "cases.jsonl");
  const ids = Object.keys(scripts);
  const lines = ids.map((id) => JSON.stringify({ id, user: "Hi!", expect: { not_called: ["x"] } }));
  writeFileSync(file, `${lines.join("\n")}\n`);
  const selection = { pattern: undefined, tags: [], shard: undefined, allowOnly: true };
  const results: CaseResult[] = [];
  const begun: { trial: string; ofCase: number; ofAll: number }[] = [];
  const running = new Map<string, number>();
  const options: SuiteOptions = {
    survey: await surveyCases(file, selection, 6),
    selection,
    header: {
      version: 1,
      suite: "cases",
      case_file: file,
      agents_module: "agents.ts",
      started_at: "2026-01-31T00:00:00Z",
      model_override: null,
      traffic: "live",
      stream: false,
    },
    resultFile: join(directory, "result.json"),
    trials: 6,
    concurrency,
    bail: 0,
    signal: new AbortController().signal,
    threshold: share,
    undecided: (_, trials, planned) => neededForShare(trials, planned, share),
    conclude: () => ({}),
    onCase: (result) => results.push(result),
    play: async ({ id }, trial) => {
      running.set(id, (running.get(id) ?? 0) + 1);
      const ofAll = [...running.values()].reduce((sum, count) => sum + count, 0);
      begun.push({ trial: `${id}.${trial}`, ofCase: running.get(id) ?? 0, ofAll });
      for (let turns = id === slow ? 20 : 1 + (trial % 3); turns > 0; turns--) await setImmediate();
      running.set(id, (running.get(id) ?? 0) - 1);
      return made({ trial, verdict: scripts[id]?.[trial - 1] === "P" ? "passed" : "failed" });
    },
  };
  await runSuite(options);
  const text = readFileSync(options.resultFile, "utf8");
  return { results, begun, file: JSON.parse(text) as SuiteResult };
}

const CASES = { steady: "PPPPPP", broken: "FFFFFF", torn: "PFPFPF", late: "FPFPPP" };

it.each([1, 2, 3, 16])("plays with %i at once no trial that is not needed", async (concurrency) => {
  const { results } = await play(CASES, { concurrency });
  expect(
    results.map(({ id, verdict, trials, planned_trials: planned }) => [
      id,
      verdict,
      trials.length,
      planned,
    ]),
  ).toEqual([
    ["steady", "passed", 3, 6],
    ["broken", "failed", 4, 6],
    ["torn", "passed", 5, 6],
    ["late", "passed", 5, 6],
  ]);
});

it("comes to an end, whenever a trial ends while the case file is read", async () => {
  for (let run = 0; run < 100; run++) {
    const { results } = await play(CASES, { concurrency: 3 });
    expect(results).toHaveLength(4);
  }
});

it("plays the trials that a case needs in any event at once", async () => {
  const { begun } = await play({ steady: "PPPPPP" }, { concurrency: 16 });
  expect(begun.map(({ trial, ofCase }) => [trial, ofCase])).toEqual([
    ["steady.1", 1],
    ["steady.2", 2],
    ["steady.3", 3],
  ]);
});

it("fills in with other cases while one waits for its last trial", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`c${index}`, "FPFPPP"]),
  );
  const { begun } = await play(many, { concurrency: 4, share: 1 });
  const busy = begun.slice(4, -4);
  expect(busy.every(({ ofAll }) => ofAll === 4)).toBe(true);
});

it("comes to an end where all others wait for a slow case", async () => {
  const { results } = await play({ ...CASES, slow: "PPFFPF" }, { concurrency: 3, slow: "slow" });
  expect(results.map(({ id }) => id)).toEqual(["steady", "broken", "torn", "late", "slow"]);
});

it("gives no estimates that a biased sample would give, and says what was saved", async () => {
  const { file } = await play(CASES, { concurrency: 2 });
  expect(file.summary).toMatchObject({
    trials: 17,
    pass_rate: null,
    pass_rate_interval: null,
    too_few_trials: {},
    saved: { trials: 7, calls: 7 },
  });
  expect(Object.values(file.summary.pass_hat_k).every((value) => value === null)).toBe(true);
  expect(file.cases.every(({ estimates }) => estimates === undefined)).toBe(true);
});
