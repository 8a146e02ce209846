import { DEFAULT_JUDGE_MODEL } from "../../runner/judge/judge.ts";
import { loadAgentsModule } from "../../runner/agents/agents-module.ts";
import { UnplayableCaseError } from "../../runner/errors.ts";
import { EVERY_CASE, selectCases, surveyCases } from "../../runner/suite/select-cases.ts";
import { playTrial, type TrialPlan } from "../../runner/trial/play-trial.ts";
import { suiteTraffic } from "../../runner/trial/traffic.ts";
import { TapeFile } from "../../traffic/tape/file.ts";
import type { TapeContent } from "../../traffic/tape/tape.ts";
import { writeTape } from "../../traffic/tape/text.ts";
import type { PlayOptions } from "../options/run-flags.ts";
import { pricesOf } from "../play/plan.ts";
import { trafficOptions } from "../play/services.ts";
import type { SuiteFiles } from "../play/suites.ts";
import { isOfCase, readKept } from "./kept-tape.ts";

/** The options by which a replay asks what was asked when the suite was recorded. */
export type ReplayingOptions = Pick<
  PlayOptions,
  "defaultJudgeModel" | "prices" | "passthrough" | "keptHeaders" | "matchedHeaders"
>;

/** A tape with exchanges that nothing asks for. */
export interface TapeWithLeftovers {
  readonly file: TapeFile;
  readonly content: TapeContent;
  /** Their indices. */
  readonly unasked: readonly number[];
}

/** What replaying the tapes of a suite has shown. */
export interface Leftovers {
  readonly found: readonly TapeWithLeftovers[];
  /** Tapes whose trials broke off: nobody can say what they would have asked for. */
  readonly undecided: readonly string[];
}

/** A trial of a replay takes milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * Plays each of these tapes against the agents of its suite, offline. The process must be prepared for a replay. Throws
 * UsageError and CaseFileError.
 */
export async function findLeftovers(
  suite: SuiteFiles,
  tapes: readonly string[],
  options: ReplayingOptions,
): Promise<Leftovers> {
  const survey = await surveyCases(suite.caseFile, EVERY_CASE, 1);
  const agents = await loadAgentsModule(suite.agentsFile);
  const plan: TrialPlan = {
    modelOverride: undefined,
    stream: false,
    timeoutMs: TIMEOUT_MS,
    judge: { override: undefined, fallback: options.defaultJudgeModel ?? DEFAULT_JUDGE_MODEL },
  };
  const unaskedOf = new Map<string, readonly number[]>();
  const traffic = suiteTraffic(
    "replay",
    suite.name,
    {
      ...trafficOptions(suite, { ...options, trials: 1 }),
      onLeftovers: ({ path }, indices) => unaskedOf.set(path, indices),
    },
    undefined,
  );
  const kept = tapes.map(readKept);
  const found: TapeWithLeftovers[] = [];
  const undecided: string[] = [];
  for await (const { case: testCase } of selectCases(survey, EVERY_CASE, false)) {
    if (testCase.skip !== false) continue;
    for (const { content, file: path } of kept.filter((tape) => isOfCase(tape, testCase.id))) {
      if (content === undefined) continue;
      const { trial: number, model, stream } = content.header;
      const trial = { testCase, number, model, stream };
      const controller = new AbortController();
      const services = { traffic, prices: pricesOf(options) };
      const { error } = await playTrial(trial, agents, plan, services, {}, controller).catch(
        (thrown: unknown) => {
          if (thrown instanceof UnplayableCaseError) return { error: thrown };
          throw thrown;
        },
      );
      const file = new TapeFile(suite.fixtures, { ...content.header, suite: suite.name });
      const unasked = unaskedOf.get(file.path);
      if (error !== null) undecided.push(path);
      else if (unasked !== undefined) found.push({ file, content, unasked });
    }
  }
  return { found, undecided };
}

/** Writes a tape without its leftovers; one that nothing asks anything of is removed. Throws the file system's error. */
export function dropLeftovers({ file, content, unasked }: TapeWithLeftovers): void {
  const exchanges = content.exchanges.filter((_, index) => !unasked.includes(index));
  if (exchanges.length === 0) file.remove();
  else file.save(writeTape({ ...content, exchanges }));
}

/** Those of a tape, for a reader: `2 of 5 exchanges in fixtures/shop/refund.1.jsonl`. */
export function leftoverText({ file, content, unasked }: TapeWithLeftovers): string {
  return `${unasked.length} of ${content.exchanges.length} exchanges in ${file.path}`;
}
