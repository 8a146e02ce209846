import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SuiteOptions } from "../../../src/runner/suite/run-suite.ts";
import { EVERY_CASE, surveyCases } from "../../../src/runner/suite/select-cases.ts";
import { jsonl } from "../../support/project.ts";

type Said = Pick<SuiteOptions, "play"> & Partial<Omit<SuiteOptions, "survey" | "resultFile">>;

/** How a suite of cases of these ids is played, in a directory that goes with the test: one trial of one after the other, unless it is said otherwise. */
export async function suiteOptions(ids: readonly string[], said: Said): Promise<SuiteOptions> {
  const directory = mkdtempSync(join(tmpdir(), "suite-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "cases.jsonl");
  writeFileSync(
    file,
    jsonl(...ids.map((id) => ({ id, user: "Hi!", expect: { not_called: ["x"] } }))),
  );
  const { trials = 1 } = said;
  return {
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
    concurrency: 1,
    bail: 0,
    signal: new AbortController().signal,
    threshold: 1,
    onCase: () => undefined,
    conclude: () => ({}),
    ...said,
  };
}
