import type { PathStep } from "../../results/gate-result.ts";
import type { CaseResult, TrialResult } from "../../results/result.ts";
import { judgesOf, modelsOf } from "./models.ts";
import type { AgentModels } from "./models.ts";
import { pathOf, stateOf } from "./path.ts";

/** What a baseline keeps of a case. */
export interface BaselineCase {
  readonly id: string;
  readonly passed: number;
  readonly trials: number;
  /** The numbers of the trials that failed, where any did. */
  readonly failed_trials?: readonly number[];
  /** A hash of all in the case that decides what happens in it and what is expected. */
  readonly fingerprint: string;
  readonly models: AgentModels;
  /** The models that judged its replies, where any did. */
  readonly judges?: readonly string[];
  /** The first trial that passed, what was done in it, and the state at its end unless it is long; left out where none did. */
  readonly passing?: {
    readonly trial: number;
    readonly path: readonly PathStep[];
    readonly state?: unknown;
  };
}

/** A committed file to which later runs are compared. */
export interface Baseline {
  readonly version: 1;
  readonly suite: string;
  /** ISO 8601, the day alone. */
  readonly blessed_at: string;
  /** The one model that every agent was told to ask; null where each asked its own. */
  readonly model_override: string | null;
  /** Each agent that was active, with a hash for each form in which it was seen. */
  readonly agents: Readonly<Record<string, readonly string[]>>;
  /** By id. */
  readonly cases: readonly BaselineCase[];
}

/** What is blessed of a case; undefined where it was not played, or where a trial broke off. */
export function blessedCase({ id, trials, fingerprint }: CaseResult): BaselineCase | undefined {
  if (trials.length === 0 || fingerprint === undefined) return undefined;
  if (trials.some(({ verdict }) => verdict === "errored")) return undefined;
  const failed = trials.filter(({ verdict }) => verdict === "failed").map(({ trial }) => trial);
  const judges = judgesOf(trials);
  const passing = trials.find(({ verdict }) => verdict === "passed");
  return {
    id,
    passed: trials.length - failed.length,
    trials: trials.length,
    ...(failed.length === 0 ? {} : { failed_trials: failed }),
    fingerprint,
    models: modelsOf(trials),
    ...(judges.length === 0 ? {} : { judges }),
    ...(passing === undefined ? {} : { passing: keptOf(passing) }),
  };
}

function keptOf(passing: TrialResult): NonNullable<BaselineCase["passing"]> {
  const state = stateOf(passing);
  return {
    trial: passing.trial,
    path: pathOf(passing),
    ...(state === undefined ? {} : { state }),
  };
}

/** A baseline that cannot be used: it says why, and what to do. */
export class BaselineError extends Error {
  override readonly name = "BaselineError";
}
