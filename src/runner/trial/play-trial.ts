import type { Case } from "../../cases/case.ts";
import type { Spending, TrialError, TrialResult } from "../../results/result.ts";
import { SpendingBuilder } from "../../results/spending.ts";
import { untilAborted } from "../../swarm/tools/abort.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { AgentError } from "../../swarm/agent/agent-error.ts";
import { Swarm } from "../../swarm/swarm.ts";
import type { Usage } from "../../trajectory/trajectory.ts";
import { inConversation } from "../../traffic/conversation.ts";
import type { AgentsModule, Assembled } from "../agents/agents-module.ts";
import type { TrialMeter } from "../budget/meter.ts";
import { judgesOf, modelJudge } from "../judge/judge.ts";
import type { JudgeModel } from "../judge/judge.ts";
import { playCase } from "./play-case.ts";
import { Playing } from "./trial-progress.ts";
import { costOf } from "../prices.ts";
import type { Prices } from "../prices.ts";
import type { TrialTraffic } from "./traffic.ts";
import { takingStrayErrors } from "./stray-error.ts";
import {
  describeError,
  TrialAbort,
  trialError,
  UnplayableCaseError,
  UsageError,
} from "../errors.ts";
import { trialResult } from "./trial-result.ts";

/** What is played, how, and who is told of what happens. */
export interface TrialOptions {
  readonly case: Case;
  /** Counts from 1. */
  readonly trial: number;
  readonly agentsModule: AgentsModule;
  readonly modelOverride: string | undefined;
  readonly stream: boolean;
  readonly timeoutMs: number;
  readonly prices: Prices;
  /** Told of the trial's agents, before the first is asked anything. */
  readonly onAssembled?: ((assembled: Assembled) => void) | undefined;
  /** Told of every agent that asks its model. */
  readonly onAgent: (agent: Agent) => void;
  readonly judgeModel: JudgeModel;
  /** Holds what is asked for against the run's budget, where there is one. */
  readonly meter: TrialMeter | undefined;
  /** Ends the trial, with a TrialAbort as its reason. */
  readonly controller: AbortController;
  /** Opens what the trial's requests are answered by. */
  readonly traffic: (playing: Playing, abort: (reason: Error) => void) => TrialTraffic;
}

/** Plays one trial of a case from its own agents and its own recording. Throws UsageError and what is our own fault; all else is in the result. */
export async function playTrial(options: TrialOptions): Promise<TrialResult> {
  const {
    case: script,
    trial,
    agentsModule,
    modelOverride,
    stream,
    timeoutMs,
    prices,
    onAgent,
    judgeModel: model,
    meter,
    controller,
  } = options;
  const playing = new Playing();
  const judges = new SpendingBuilder();
  const abort = (reason: Error): void => controller.abort(reason);
  let over = false;
  const takeStrayError = (stray: unknown): boolean => {
    if (over && !controller.signal.aborted) return false;
    abort(new AgentError("Something that nothing waits for", stray));
    return true;
  };
  let traffic: TrialTraffic | undefined;
  const timer = setTimeout(
    () => abort(timedOut(playing, timeoutMs, traffic?.conversation?.unansweredHint)),
    timeoutMs,
  );
  let began = 0;
  let error: TrialError | null = null;
  try {
    const opened = (traffic = options.traffic(playing, abort));
    const { now, client } = opened;
    const { signal } = controller;
    began = now();
    const play = async (): Promise<void> => {
      const assembled = await assemble(agentsModule, script, trial);
      options.onAssembled?.(assembled);
      meter?.requirePrices([
        ...assembled.agents.map((agent) => modelOverride ?? agent.model),
        ...judgesOf(script, model),
      ]);
      await playCase(
        script,
        assembled,
        {
          swarm: new Swarm({ client }),
          modelOverride,
          stream,
          signal,
          now,
          prices,
          onAgent,
          wrapClient: meter?.wrap,
          judge: modelJudge({
            client: meter?.wrap(client) ?? client,
            model,
            signal,
            onReply: (asked, usage) => judges.add(asked, spendingOf(asked, usage, prices)),
          }),
        },
        playing,
      );
    };
    const played = takingStrayErrors(takeStrayError, () =>
      opened.conversation === undefined ? play() : inConversation(opened.conversation, play),
    );
    await untilAborted(controller.signal, played);
    // A tool may have swallowed what ended the trial.
    controller.signal.throwIfAborted();
  } catch (thrown) {
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : thrown;
    if (reason instanceof UsageError || reason instanceof UnplayableCaseError) throw reason;
    error = trialError(reason);
  } finally {
    clearTimeout(timer);
    over = true;
  }
  let leftovers: readonly string[] = [];
  try {
    leftovers = traffic?.finish(error) ?? [];
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    error ??= trialError(thrown);
  }
  if (error !== null && traffic !== undefined)
    error = { ...error, message: traffic.redact(error.message) };
  const ended = playing.endedAt ?? traffic?.now() ?? began;
  // On a replay's clock nothing takes time but what was recorded.
  const durationMs = error?.kind === "timeout" ? timeoutMs : ended - began;
  return trialResult(script, trial, { playing, judges, error, leftovers, durationMs });
}

function timedOut(playing: Playing, timeoutMs: number, vainWait: string | undefined): TrialAbort {
  const { agent, turn, judging, atWork, askedAgain } = playing;
  const where =
    judging !== undefined
      ? `while ${atWork} was asked`
      : agent === null
        ? "while the agents were made"
        : `while ${agent} was at work in turn ${turn}`;
  const because =
    askedAgain === undefined
      ? ""
      : `, and the API was asked again after ${describeError(askedAgain).replace(/\.$/, "")}`;
  return new TrialAbort(
    "timeout",
    `The trial took longer than ${timeoutMs} ms, ${where}${because}. ${vainWait === undefined ? "Give" : `${vainWait}\nIf not, give`} it more with --timeout.`,
  );
}

/** What the factory throws is the module's fault, and ends the trial; what is said of its return value ends the run. */
async function assemble(
  agentsModule: AgentsModule,
  { id }: Case,
  trial: number,
): Promise<Assembled> {
  try {
    return await agentsModule.assemble({ id, trial });
  } catch (error) {
    throw error instanceof UsageError ? error : new AgentError("The factory", error);
  }
}

function spendingOf(model: string, usage: Usage | undefined, prices: Prices): Spending {
  return { calls: 1, usage: usage ?? null, cost: costOf(model, usage, prices) ?? null };
}
