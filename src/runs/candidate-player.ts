import type { Case } from "../cases/case.ts";
import type { TrialResult } from "../results/result.ts";
import type { AgentsModule } from "../runner/agents/agents-module.ts";
import type { Budget } from "../runner/budget/budget.ts";
import { TrialAbort } from "../runner/errors.ts";
import type { Plan, Suite } from "../runner/suite/suite.ts";
import { candidateTraffic, type Keep } from "./candidate-traffic.ts";
import type { OfferedPart } from "../shrinking/offered.ts";
import { playTrial, trialOf } from "../runner/trial/play-trial.ts";
import { pricesOf } from "./plan/plan.ts";
import { trafficOptions } from "./plan/services.ts";
import type { PlayOptions } from "./settings/options.ts";
import { caseOf, type Candidate } from "../shrinking/candidate.ts";

/** Nothing more is played: a cap was reached, or the user has ended it. */
export class StoppedError extends Error {}

type SuitePlace = Pick<Suite, "name" | "caseFile" | "fixtures">;

/** A trial that is over. */
export interface PlayedCandidate {
  readonly result: TrialResult;
  /** Writes its recording. */
  readonly keep: Keep;
}

/** Plays trials of candidates, and counts what they took. */
export class CandidatePlayer {
  /** How many there were. */
  trials = 0;
  /** US dollars; null if a price is not known. */
  cost: number | null = 0;
  readonly #offered = new Map<string, OfferedPart>();
  readonly #agents: AgentsModule;
  readonly #home: SuitePlace;
  readonly #testCase: Case;
  readonly #plan: Plan;
  readonly #options: PlayOptions;
  readonly #budget: Budget | undefined;
  readonly #signal: AbortSignal;

  /** `home` is the suite that a recording would be one of. */
  constructor(
    played: { readonly agents: AgentsModule; readonly testCase: Case; readonly home: SuitePlace },
    plan: Plan,
    options: PlayOptions,
    surroundings: { readonly budget: Budget | undefined; readonly signal: AbortSignal },
  ) {
    this.#agents = played.agents;
    this.#home = played.home;
    this.#testCase = played.testCase;
    this.#plan = plan;
    this.#options = options;
    this.#budget = surroundings.budget;
    this.#signal = surroundings.signal;
  }

  /** What the models of all trials were told, and would have been if nothing had been left out. */
  get offered(): readonly OfferedPart[] {
    return [...this.#offered.values()];
  }

  /** Throws StoppedError, and what `playTrial` throws. */
  readonly play = async (candidate: Candidate, number: number): Promise<PlayedCandidate> => {
    let keep: Keep = () => undefined;
    const traffic = candidateTraffic(
      this.#home.name,
      trafficOptions(this.#home, this.#options),
      {
        leftOut: candidate.leftOut,
        onOffer: (parts) => {
          for (const part of parts) {
            const key = JSON.stringify(part);
            // Each is one object, by which it is known.
            this.#offered.set(key, this.#offered.get(key) ?? part);
          }
        },
        onKeep: (how) => void (keep = how),
      },
      this.#budget,
    );
    const controller = new AbortController();
    const interrupt = (): void =>
      controller.abort(new TrialAbort("interrupted", "The trial was interrupted."));
    if (this.#signal.aborted) throw new StoppedError();
    this.#signal.addEventListener("abort", interrupt, { once: true });
    const trial = trialOf(caseOf(candidate, this.#testCase), number, this.#plan);
    const services = { traffic, prices: pricesOf(this.#options) };
    const result = await playTrial(
      trial,
      this.#agents,
      this.#plan,
      services,
      {},
      controller,
    ).finally(() => this.#signal.removeEventListener("abort", interrupt));
    this.trials += 1;
    for (const part of [result.cost, result.judge_cost])
      this.cost = this.cost === null || part === null ? null : this.cost + part;
    const { error } = result;
    if (error?.kind === "budget" || error?.kind === "interrupted") throw new StoppedError();
    return { result, keep };
  };
}
