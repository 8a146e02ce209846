import { readFileSync } from "node:fs";
import { expect, it, onTestFinished, vi } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { runSuite } from "../../../src/runner/suite/run-suite.ts";
import { trial as made } from "../../gate/made.ts";
import { suiteOptions } from "./suite-options.ts";

it("has the trials that have finished in the file, however long another one takes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const written = (): string[] =>
    (JSON.parse(readFileSync(options.resultFile, "utf8")) as SuiteResult).cases.map(({ id }) => id);

  let seen: readonly string[][] = [];
  const options = await suiteOptions(["first", "second", "long"], {
    play: async ({ id }) => {
      if (id === "long") {
        const before = written();
        await vi.advanceTimersByTimeAsync(1000);
        seen = [before, written()];
      }
      return made({});
    },
  });
  await runSuite(options);
  expect(seen).toEqual([["first"], ["first", "second"]]);
});
