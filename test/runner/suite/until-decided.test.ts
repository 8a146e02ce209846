import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { neededForShare } from "../../../src/gate/trials-needed.ts";
import type { CaseResult, SuiteResult } from "../../../src/results/result.ts";
import { trial as made } from "../../gate/made.ts";
import { scheduled } from "./scheduled.ts";

interface Played {
  readonly results: readonly CaseResult[];
  /** Each start of a trial, as `case.trial`, with how many of its case and of all ran then. */
  readonly started: readonly {
    readonly trial: string;
    readonly ofCase: number;
    readonly ofAll: number;
  }[];
  readonly file: SuiteResult;
}

/** Plays cases whose trials pass (P) or fail (F) as written, until half of those planned have passed or cannot. */
async function play(
  scripts: Readonly<Record<string, string>>,
  {
    concurrency,
    share = 0.5,
    slow = "",
  }: { readonly concurrency: number; readonly share?: number; readonly slow?: string },
): Promise<Played> {
  const results: CaseResult[] = [];
  const started: { trial: string; ofCase: number; ofAll: number }[] = [];
  const running = new Map<string, number>();
  const options = await scheduled(Object.keys(scripts), {
    trials: 6,
    concurrency,
    threshold: share,
    trialsStillNeeded: (_, trials, planned) => neededForShare(trials, planned, share),
    caseFinished: (result) => void results.push(result),
    play: async ({ id }, trial) => {
      running.set(id, (running.get(id) ?? 0) + 1);
      const ofAll = [...running.values()].reduce((sum, count) => sum + count, 0);
      started.push({ trial: `${id}.${trial}`, ofCase: running.get(id) ?? 0, ofAll });
      for (let turns = id === slow ? 20 : 1 + (trial % 3); turns > 0; turns--) await setImmediate();
      running.set(id, (running.get(id) ?? 0) - 1);
      return made({ trial, verdict: scripts[id]?.[trial - 1] === "P" ? "passed" : "failed" });
    },
  });
  await options.run();
  const text = readFileSync(options.file, "utf8");
  return { results, started, file: JSON.parse(text) as SuiteResult };
}

const CASES = { steady: "PPPPPP", broken: "FFFFFF", torn: "PFPFPF", late: "FPFPPP" };

it.each([1, 2, 3, 16])("plays no trial that is not needed, %i at once", async (concurrency) => {
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
  const { started } = await play({ steady: "PPPPPP" }, { concurrency: 16 });
  expect(started.map(({ trial, ofCase }) => [trial, ofCase])).toEqual([
    ["steady.1", 1],
    ["steady.2", 2],
    ["steady.3", 3],
  ]);
});

it("fills in with other cases while one waits for its last trial", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`c${index}`, "FPFPPP"]),
  );
  const { started } = await play(many, { concurrency: 4, share: 1 });
  const busy = started.slice(4, -4);
  expect(busy.every(({ ofAll }) => ofAll === 4)).toBe(true);
});

it("comes to an end if all others wait for a slow case", async () => {
  const { results } = await play({ ...CASES, slow: "PPFFPF" }, { concurrency: 3, slow: "slow" });
  expect(results.map(({ id }) => id)).toEqual(["steady", "broken", "torn", "late", "slow"]);
});

it("gives no estimates from a biased sample, and says how many trials were saved", async () => {
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
