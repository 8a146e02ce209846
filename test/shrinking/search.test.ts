import { expect, it } from "vitest";
import type { Case } from "../../src/cases/case.ts";
import type { TrialResult } from "../../src/results/result.ts";
import type { Candidate } from "../../src/shrinking/candidate.ts";
import { measure, type Measured, type PlayedTrial } from "../../src/shrinking/measure.ts";
import { Search } from "../../src/shrinking/search.ts";

const CASE = {
  id: "order",
  turns: [
    { user: "Hello!" },
    { user: "A7." },
    { user: "Refund.", expect: { output: { contains: ["refunded"] } } },
  ],
} as unknown as Case;

/** A trial whose last turn fails, passes, or which breaks off. */
function trial({ turns }: Candidate, verdict: TrialResult["verdict"]): PlayedTrial {
  const check = { check: "output", turn: turns.length, verdict, reason: "" };
  const checks = verdict === "errored" ? [] : [check];
  return {
    result: { verdict, checks, steps: [], starting_agent: "Desk" } as unknown as TrialResult,
  };
}

const numbersOf = ({ turns }: Candidate): number[] => turns.map(({ number }) => number);

/** The turns of the smallest conversation; `verdictOf` says how the n-th trial of a conversation ends. */
async function smallest(verdictOf: (turns: number[], trial: number) => TrialResult["verdict"]) {
  const play = (candidate: Candidate, number: number): Promise<PlayedTrial> =>
    Promise.resolve(trial(candidate, verdictOf(numbersOf(candidate), number)));
  const limits = { most: 20, concurrency: 1 };
  const measured = (await measure(CASE, play, limits)) as Measured<PlayedTrial>;
  const search = new Search(CASE, measured, play, limits);
  await search.run([], () => undefined);
  return numbersOf(search.smallest.candidate);
}

it("knows the turn at which the failure stands, wherever it has moved to", async () => {
  expect(await smallest(() => "failed")).toEqual([3]);
  expect(await smallest((turns) => (turns.includes(1) ? "failed" : "passed"))).toEqual([1, 3]);
});

it("does not take trials that break off for the failure", async () => {
  // Without the second turn, every other trial breaks off.
  const found = await smallest((turns, number) =>
    turns.includes(2) || number % 2 === 0 ? "failed" : "errored",
  );
  expect(found).toEqual([2, 3]);
});

it("measures no longer than until five failures, or three trials that broke off", async () => {
  const numbers: number[] = [];
  const limits = { most: 20, concurrency: 1 };
  const play =
    (verdict: (number: number) => TrialResult["verdict"]) =>
    (candidate: Candidate, number: number) => {
      numbers.push(number);
      return Promise.resolve(trial(candidate, verdict(number)));
    };
  const flaky = await measure(
    CASE,
    play((number) => (number % 2 === 0 ? "failed" : "passed")),
    limits,
  );
  expect(flaky).toMatchObject({ occurred: 5, trials: 10 });
  numbers.length = 0;
  const broken = await measure(
    CASE,
    play(() => "errored"),
    limits,
  );
  expect([broken, numbers]).toMatchObject([{ unfailed: { length: 3 } }, [1, 2, 3]]);
});
