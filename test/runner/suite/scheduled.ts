import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Journal } from "../../../src/results/journal/journal.ts";
import type { SuiteEnd, TrialResult } from "../../../src/results/result.ts";
import { written } from "../../../src/results/written-trial.ts";
import { scheduleTrials, type Scheduling } from "../../../src/runner/suite/schedule-trials.ts";
import { EVERY_CASE, surveyCases, type Survey } from "../../../src/runner/suite/select-cases.ts";
import type { Plan, Services } from "../../../src/runner/suite/suite.ts";
import { jsonl } from "../../support/project.ts";

type Options = {
  play(...args: Parameters<Scheduling["play"]>): Promise<TrialResult>;
} & Partial<
  Pick<Plan, "trials" | "concurrency" | "threshold"> &
    Pick<Services, "trialsStillNeeded"> &
    Pick<Scheduling, "caseFinished">
>;

/** A suite that is ready to be played. */
interface Scheduled {
  readonly survey: Survey;
  /** Its result. */
  readonly file: string;
  run(survey?: Survey): Promise<SuiteEnd>;
}

/** A suite of cases with these ids, in a directory that lives as long as the test. By default one trial of each. */
export async function scheduled(ids: readonly string[], options: Options): Promise<Scheduled> {
  const directory = mkdtempSync(join(tmpdir(), "suite-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const cases = join(directory, "cases.jsonl");
  const file = join(directory, "result.json");
  writeFileSync(
    cases,
    jsonl(...ids.map((id) => ({ id, user: "Hi!", expect: { not_called: ["x"] } }))),
  );
  const { trials = 1, concurrency = 1, threshold = 1, trialsStillNeeded, play } = options;
  const { caseFinished = () => undefined } = options;
  const survey = await surveyCases(cases, EVERY_CASE, trials);
  const plan = { selection: EVERY_CASE, trials, concurrency, threshold, bail: 0 };
  const services = { signal: new AbortController().signal, trialsStillNeeded };
  const header = {
    version: 2 as const,
    suite: "cases",
    case_file: cases,
    agents_module: "agents.ts",
    started_at: "2026-01-31T00:00:00Z",
    model_override: null,
    traffic: "live" as const,
    stream: false,
  };
  const journal = new Journal(join(directory, "result.journal"), {
    journal: 1,
    given: {},
    result: header,
  });
  const target = { header, journal, fileAt: () => file };
  return {
    survey,
    file,
    run: (of = survey) =>
      scheduleTrials(of, plan, services, {
        play: async (...args) => written(await play(...args)),
        takeUp: async () => undefined,
        withdraw: () => undefined,
        standing: () => ({}),
        caseFinished,
        conclude: () => ({}),
        target,
      }),
  };
}
