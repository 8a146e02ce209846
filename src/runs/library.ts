import type { SuiteResult, TrialResult } from "../results/result.ts";
import type { GivenCase } from "../cases/reading/given-case.ts";
import type { PlayCaseOptions } from "./play-case.ts";
import type { RunSuiteOptions } from "./run-suite.ts";

// What plays cases is loaded by the first who plays some: most of those who import the package only make agents.

/**
 * Plays the cases of a file as `swarm-eval run` does, and writes the same result file and journal; a suite of the config
 * may be given by its name. It prints nothing, and resolves whether cases pass or not. Rejects with UsageError,
 * CaseFileError and BaselineError for what cannot be played.
 */
export async function runSuite(cases: string, options: RunSuiteOptions = {}): Promise<SuiteResult> {
  const { runSuite: run } = await import("./run-suite.ts");
  return run(cases, options);
}

/**
 * Plays one trial of a case that is given as an object, and writes nothing but its recording, if it is recorded. It
 * prints nothing, and resolves whether the case passes or not. Rejects with UsageError and CaseFileError for what cannot
 * be played.
 */
export async function playCase(given: GivenCase, options: PlayCaseOptions): Promise<TrialResult> {
  const { playCase: play } = await import("./play-case.ts");
  return play(given, options);
}
