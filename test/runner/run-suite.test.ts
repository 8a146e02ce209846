import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runSuite } from "../../src/runner/run-suite.ts";
import { EVERY_CASE, surveyCases } from "../../src/runner/select-cases.ts";
import { trial as made } from "../gate/made.ts";

it("sends what the first trials ask before it has begun the last of those at play", async () => {
  const directory = mkdtempSync(join(tmpdir(), "run-suite-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "cases.jsonl");
  writeFileSync(file, '{"id":"often","user":"Hi!","expect":{"not_called":["x"]}}\n');
  const trials = 200;
  let begun = 0;
  let begunAtFirstSending = 0;
  const allBegun = Promise.withResolvers<void>();
  await runSuite({
    survey: await surveyCases(file, EVERY_CASE, trials),
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
    resultFile: join(directory, "result.json"),
    trials,
    concurrency: trials,
    bail: 0,
    signal: new AbortController().signal,
    threshold: 1,
    onCase: () => undefined,
    conclude: () => ({}),
    play: async (_, trial) => {
      begun++;
      // As a socket is, that was told to connect.
      if (trial === 1) setImmediate(() => (begunAtFirstSending = begun));
      if (begun === trials) allBegun.resolve();
      await allBegun.promise;
      return made({ trial, verdict: "passed" });
    },
  });
  expect(begun).toBe(trials);
  expect(begunAtFirstSending).toBeGreaterThan(0);
  expect(begunAtFirstSending).toBeLessThan(trials / 2);
});
