import { readFileSync } from "node:fs";
import { expect, it, onTestFinished, vi } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { trial as made } from "../../gate/made.ts";
import { scheduled } from "./scheduled.ts";

it("writes finished trials to the file, however long another one takes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const written = (): string[] =>
    (JSON.parse(readFileSync(options.file, "utf8")) as SuiteResult).cases.map(({ id }) => id);

  let seen: readonly string[][] = [];
  const options = await scheduled(["first", "second", "long"], {
    play: async ({ id }) => {
      if (id === "long") {
        const before = written();
        await vi.advanceTimersByTimeAsync(1000);
        seen = [before, written()];
      }
      return made({});
    },
  });
  await options.run();
  expect(seen).toEqual([["first"], ["first", "second"]]);
});
