import { UserError } from "../../text/user-error.ts";
import type { CaseResult, TrafficMode } from "../../results/result.ts";
import { keptTrial, type KeptTrial } from "./kept-trial.ts";
import type { AddedTrials } from "./added-runs.ts";
import { trialKeys, type TrialKeys } from "./trial-keys.ts";
import { trialScores, type Scores } from "./scores.ts";
import { checkCodes, judgesOf, modelsOf, type AgentModels, type CheckCodes } from "./models.ts";

/** A case in a baseline. */
export interface BaselineCase {
  readonly id: string;
  readonly passed: number;
  readonly trials: number;
  /** The numbers of the trials that failed, if any did. */
  readonly failed_trials?: readonly number[];
  /** A hash of all in the case that decides what happens and what is expected. */
  readonly fingerprint: string;
  /** Present if models answered, and not recordings of theirs. Baselines before `added` was known do not say. */
  readonly live?: true;
  readonly models: AgentModels;
  /** The models that judged its replies, if any did. */
  readonly judges?: readonly string[];
  /** A hash of the code of each check of one's own, if it has any. */
  readonly checks?: CheckCodes;
  /** The mean of what each of them measured, if any measures something. */
  readonly scores?: Scores;
  /** The first trial that passed, if any did. */
  readonly passing?: KeptTrial;
  /** What tells each trial that passed from another; baselines of old have none. */
  readonly trajectories?: readonly TrialKeys[];
  /** The trials of all runs that `--bless --add` saw, by month. Sampled runs are compared with these, if there are any. */
  readonly added?: readonly AddedTrials[];
}

/** A committed file that later runs are compared with. */
export interface Baseline {
  readonly version: 1;
  readonly suite: string;
  /** The day, in ISO 8601. */
  readonly blessed_at: string;
  /** The model that every agent asked; null if each asked its own. */
  readonly model_override: string | null;
  /** The name of the variant that was played, if it had one. */
  readonly variant?: string;
  /** Each agent that was active, with a hash for each form in which it was seen. */
  readonly agents: Readonly<Record<string, readonly string[]>>;
  /** By id. */
  readonly cases: readonly BaselineCase[];
}

/** What a baseline keeps of a case; undefined if it was not played, or a trial broke off. */
export function blessedCase(
  { id, trials: played, fingerprint, first_trials: planned = played.length }: CaseResult,
  traffic: TrafficMode,
): BaselineCase | undefined {
  // Those that followed because the first ones failed would be a biased sample.
  const trials = played.slice(0, planned);
  if (trials.length === 0 || fingerprint === undefined) return undefined;
  if (trials.some(({ verdict }) => verdict === "errored")) return undefined;
  const failed = trials.filter(({ verdict }) => verdict === "failed").map(({ trial }) => trial);
  const judges = judgesOf(trials);
  const checks = checkCodes(trials);
  const scores = trialScores(trials);
  const passing = trials.filter(({ verdict }) => verdict === "passed");
  const [shown] = passing;
  return {
    id,
    passed: trials.length - failed.length,
    trials: trials.length,
    ...(failed.length === 0 ? {} : { failed_trials: failed }),
    fingerprint,
    ...(traffic === "live" ? { live: true } : {}),
    models: modelsOf(trials),
    ...(judges.length === 0 ? {} : { judges }),
    ...(Object.keys(checks).length === 0 ? {} : { checks }),
    ...(Object.keys(scores).length === 0 ? {} : { scores }),
    ...(shown && { passing: keptTrial(shown) }),
    // Models take another path each time.
    ...(shown && traffic !== "live" ? { trajectories: passing.map(trialKeys) } : {}),
  };
}

/** A baseline that cannot be used: it says why, and what to do. */
export class BaselineError extends UserError {}
