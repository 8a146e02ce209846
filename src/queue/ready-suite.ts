import type { AgentForms } from "../runner/agents/agent-forms.ts";
import type { AgentsModule } from "../runner/agents/agents-module.ts";
import type { Purse } from "../runner/budget/meter.ts";
import { UsageError } from "../runner/errors.ts";
import type { Plan, Suite } from "../runner/suite/suite.ts";
import { playTrial, trialOf, type TrialServices } from "../runner/trial/play-trial.ts";
import { suiteTraffic, type TrafficOptions } from "../runner/trial/traffic.ts";
import { agentsOfSuite, suiteFiles, type SuiteFiles } from "../runs/files/suites.ts";
import { planOf, pricesOf } from "../runs/plan/plan.ts";
import { trafficOptions } from "../runs/plan/services.ts";
import type { Ground } from "../runs/process/ground.ts";
import { DEFAULTS, type SuiteOptions } from "../runs/settings/options.ts";
import { findConfig, onlyInConfig } from "../runs/settings/settings.ts";
import { agentsMade } from "../swarm/agent/agent.ts";
import { FilesForRun } from "./kept-files.ts";
import type { Played, Setting, TrialJob } from "./messages.ts";
import { whyOther } from "./settings.ts";

/** A suite whose agents a worker has loaded. */
export class ReadySuite {
  readonly #suite: Pick<Suite, "name" | "fixtures" | "output">;
  readonly #agents: AgentsModule;
  readonly #plan: Plan;
  readonly #options: SuiteOptions;
  readonly #traffic: TrafficOptions;

  private constructor(files: SuiteFiles, agents: AgentsModule, plan: Plan, options: SuiteOptions) {
    this.#suite = files;
    this.#agents = agents;
    this.#plan = plan;
    this.#options = options;
    this.#traffic = trafficOptions(files, options);
  }

  /** Loads a suite's agents. Throws UsageError if they, or this package, are not those of the run. */
  static async load(setting: Setting, ground: Ground): Promise<ReadySuite> {
    const { caseFile, needsAgents } = setting;
    const why = whyOther(setting);
    if (why !== undefined)
      throw new UsageError(
        `A worker cannot play ${caseFile} as the run does: ${why}. Bring its checkout to the state of the run's, and start it again.`,
      );
    const config = await findConfig(setting.options.config);
    const options: SuiteOptions = {
      ...DEFAULTS,
      ...setting.options,
      ...(config && onlyInConfig(config)),
    };
    const [files] = suiteFiles([caseFile], options) as [SuiteFiles];
    ground.prepare({ ...options, homes: [files.home] });
    const plan = planOf(options);
    const survey = { needsAgents };
    const agents = await agentsOfSuite({ ...files, survey }, { ...options, ...plan });
    return new ReadySuite(files, agents, plan, options);
  }

  get prices(): TrialServices["prices"] {
    return pricesOf(this.#options);
  }

  /** Plays a trial. `forms` gets those in which agents are seen. Throws as `playTrial` does. */
  async play(
    { case: testCase, trial: number }: TrialJob,
    purse: Purse | undefined,
    forms: AgentForms,
    controller: AbortController,
  ): Promise<Played> {
    const files = new FilesForRun(this.#suite);
    const traffic = { ...this.#traffic, fileOf: files.fileOf };
    const services = {
      traffic: suiteTraffic(this.#options.traffic, this.#suite.name, traffic, purse),
      prices: this.prices,
      media: files.media,
    };
    const trial = trialOf(testCase, number, this.#plan);
    const result = await playTrial(trial, this.#agents, this.#plan, services, forms, controller);
    // They are noted for whoever asks, and here nobody does.
    agentsMade();
    return { result, agents: forms.standing().agents ?? [], files: files.kept };
  }
}
