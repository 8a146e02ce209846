import type { Case } from "../cases/case.ts";
import type { Media } from "../media/media.ts";
import type { Caps, Reservation } from "../runner/budget/budget.ts";
import type { RequestSize } from "../runner/budget/sizes.ts";
import type { PlayedElsewhere } from "../runner/suite/suite.ts";
import type { SuiteOptions } from "../runs/settings/options.ts";

/** The queue's name in Redis: that of all runs, so that workers serve whoever comes. */
export const QUEUE = "swarm-eval";

/** What decides how a trial is played, as far as the command line says it; each worker reads the config itself. */
export const SENT_OPTIONS = [
  "config",
  "agents",
  "modelOverride",
  "variant",
  "judgeModel",
  "stream",
  "trials",
  "timeout",
  "maxTurns",
  "unexpected",
  "traffic",
  "fixtures",
  "realTime",
  "clock",
  "code",
  "output",
] as const satisfies readonly (keyof SuiteOptions)[];

/** A suite of a run, as workers have to play it. */
export interface Setting {
  /** That of this package. */
  readonly version: string;
  /** From the folder in which the run was started, as are all paths. */
  readonly caseFile: string;
  readonly needsAgents: boolean;
  readonly options: Pick<SuiteOptions, (typeof SENT_OPTIONS)[number]>;
  /** The modules that the run has loaded, each with a hash of its text. */
  readonly modules: readonly (readonly [path: string, hash: string])[];
  readonly caps: Caps | undefined;
}

/** What a job of the queue carries. */
export interface TrialJob {
  readonly run: string;
  /** The number of the suite in its run. */
  readonly suite: number;
  readonly case: Case;
  readonly trial: number;
}

/** What a worker keeps of a trial for the run to write: bytes are base64. */
export interface KeptFiles {
  /** The text of its recording; null for one that is to be removed. */
  readonly tape?: string | null | undefined;
  readonly tapeMedia: readonly (readonly [Media, bytes: string])[];
  readonly media: readonly (readonly [Media, bytes: string])[];
}

export type Played = PlayedElsewhere & { readonly files: KeptFiles };

/** What a worker tells a run of one of its jobs. */
export type Told = { readonly job: string } & (
  | ({ readonly type: "played" } & Played)
  /** Its setting was gone. */
  | { readonly type: "dropped" }
  /** It cannot be played, which ends the run. */
  | { readonly type: "threw"; readonly name: string; readonly message: string }
  | {
      readonly type: "reserve";
      readonly ask: Ask;
      /** A number without an end is null. */
      readonly size: RequestSize;
    }
  | { readonly type: "refuse"; readonly size: RequestSize }
  | {
      readonly type: "settle";
      readonly ask: Ask;
      readonly usage?: Parameters<Reservation["settle"]>[0];
      readonly answeredBy?: string | undefined;
    }
  | { readonly type: "release"; readonly ask: Ask }
);

/** A completion that asks for room in the budget. */
export interface Ask {
  /** Where the answer goes. */
  readonly worker: string;
  readonly number: number;
  /** Which attempt at the job it is part of, from 1: those before it have died. */
  readonly attempt: number;
}

/** What a run answers: null grants the room. */
export interface Answer {
  readonly number: number;
  readonly refusal: { readonly name: string; readonly message: string } | null;
}

/** Keys in Redis. */
export const keys = {
  setting: (run: string, suite: number) => `${QUEUE}:${run}:suite:${suite}`,
  /** The list of what workers tell a run. */
  told: (run: string) => `${QUEUE}:${run}:told`,
  /** The jobs of a run that were played. */
  played: (run: string) => `${QUEUE}:${run}:played`,
  /** The list of what runs answer a worker. */
  answers: (worker: string) => `${QUEUE}:${worker}:answers`,
  /** The channel on which runs say that they stop. */
  stops: `${QUEUE}:stops`,
};

/** Of what a run that has died leaves in Redis, nothing stays longer, in seconds. */
export const KEPT_S = 3600;
