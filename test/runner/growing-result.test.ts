import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { runSuite } from "../../src/runner/run-suite.ts";
import { EVERY_CASE, surveyCases } from "../../src/runner/select-cases.ts";
import { jsonl } from "../support/project.ts";
import { trial as made } from "../gate/made.ts";

it("has the trials that have finished in the file, however long another one takes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const directory = mkdtempSync(join(tmpdir(), "growing-result-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const [file, resultFile] = [join(directory, "cases.jsonl"), join(directory, "result.json")];
  const cases = ["first", "second", "long"];
  writeFileSync(
    file,
    jsonl(...cases.map((id) => ({ id, user: "Hi!", expect: { not_called: ["x"] } }))),
  );
  const written = (): string[] =>
    (JSON.parse(readFileSync(resultFile, "utf8")) as SuiteResult).cases.map(({ id }) => id);

  let seen: readonly string[][] = [];
  await runSuite({
    survey: await surveyCases(file, EVERY_CASE, 1),
    selection: EVERY_CASE,
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
    resultFile,
    trials: 1,
    concurrency: 1,
    bail: 0,
    signal: new AbortController().signal,
    threshold: 1,
    conclude: () => ({}),
    onCase: () => {},
    play: async ({ id }) => {
      if (id === "long") {
        const before = written();
        await vi.advanceTimersByTimeAsync(1000);
        seen = [before, written()];
      }
      return made({});
    },
  });
  expect(seen).toEqual([["first"], ["first", "second"]]);
});
