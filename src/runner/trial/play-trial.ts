import type { MediaFolder } from "../../media/media-folder.ts";
import type { Media } from "../../media/media.ts";
import { expectationsOf, type Case } from "../../cases/case.ts";
import type { PlayedTurn } from "../../checks/effects/effects.ts";
import { allowsToolErrors, crashChecks, unexpectedToolErrors } from "../../checks/tool-errors.ts";
import type { TrialError, TrialResult } from "../../results/result.ts";
import { inTime } from "../../clock/trial-time.ts";
import { inWorkspace, Workspace } from "../../code/workspace.ts";
import { SpendingBuilder } from "../../results/spending.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { AgentError } from "../../swarm/agent/agent.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { modelsOf } from "../../swarm/agent/providers.ts";
import type { WrapCall } from "../../swarm/tools/call-tool.ts";
import { Swarm } from "../../swarm/swarm.ts";
import { UnsupportedError } from "../../swarm/unsupported.ts";
import { untilAborted } from "../../swarm/tools/abort.ts";
import { RecordedEndError, type RecordedEnd } from "../../traffic/tape/recorded-end.ts";
import type { AgentsModule, Assembled } from "../agents/agents-module.ts";
import { concludeFaults } from "../faults/conclude-faults.ts";
import { TrialFaults } from "../faults/trial-faults.ts";
import { openProgram } from "../program/open-program.ts";
import {
  attempt,
  serviceError,
  trialError,
  TrialFailure,
  unhandledError,
  UnplayableCaseError,
  UsageError,
} from "../errors.ts";
import { variablesAsJson } from "../agents/moments.ts";
import { TimeLimit } from "../watchdog/time-limit.ts";
import { judgesOf, modelJudge, type JudgeModel } from "../judge/judge.ts";
import { simulatedUser, usersOf } from "../user/simulated-user.ts";
import type { Prices } from "../../models/prices.ts";
import type { Variant } from "../variant.ts";
import { fromForkOn } from "./fork.ts";
import { playCase } from "./play-case.ts";
import { redactedTrial } from "./redacted-trial.ts";
import { blocked, endlessly, timedOut } from "./time-is-up.ts";
import { tapedCode, type CodeMode } from "./taped-code.ts";
import { takingStrayErrors } from "./stray-error.ts";
import type { Traffic, Trial, TrialTraffic } from "./traffic.ts";
import { TrialProgress, trialResult, type RecordedRest } from "./trial-progress.ts";

/** How each trial is played. */
export interface TrialPlan {
  /** A case may name a model, too. */
  readonly variant: Variant;
  readonly stream: boolean;
  readonly timeoutMs: number;
  /** How many completions a turn may take where its case does not say so; undefined for any number. */
  readonly maxTurns?: number | undefined;
  readonly judge: JudgeModel;
  /** Whether programs of a replay run again; they do not by default. */
  readonly code?: CodeMode | undefined;
  /** Whether a trial that passes tells what happened that its case does not expect. */
  readonly unexpected?: boolean | undefined;
  /** What the user says in one turn in place of what its case has there. */
  readonly says?: { readonly turn: number; readonly user: string } | undefined;
}

/** What trials need of the world. */
export interface TrialServices {
  readonly traffic: Traffic;
  readonly prices: Prices;
  /** Keeps pictures and sounds beside the results; without it, they are shown by their names only. */
  readonly media?: MediaFolder | undefined;
  /** What every call of a tool is made through, beside the faults of its case. */
  readonly wrapCall?: WrapCall | undefined;
}

/** Watches a trial. */
export interface TrialObserver {
  /** Called with the trial's agents before the first of them asks anything. */
  trialStarted?(trial: Trial, assembled: Assembled): void;
  /** Called with the turns of a trial that passed, their moments with all values, if its plan says `unexpected`. */
  turnsPlayed?(trial: Trial, turns: readonly PlayedTurn[]): void;
  /** Called with each agent before it asks its model for the first time. */
  agentAsked?(trial: Trial, agent: Agent): void;
}

/** The trial of a case, numbered from 1, by the plan. */
export function trialOf(
  testCase: Case,
  number: number,
  { variant, stream, says }: Pick<TrialPlan, "variant" | "stream" | "says">,
): Trial {
  const turns = testCase.turns.map((turn, index) =>
    index + 1 === says?.turn ? { ...turn, user: says.user } : turn,
  );
  return {
    testCase: says === undefined ? testCase : { ...testCase, turns },
    number,
    variant: { ...variant, model: variant.model ?? testCase.model_override },
    stream: stream || testCase.stream === true,
  };
}

/**
 * Plays one trial with its own agents and its own recording. `controller` ends it with a TrialAbort as the reason.
 * Throws UsageError, UnplayableCaseError and what is our own fault; all else is in the result.
 */
export async function playTrial(
  trial: Trial,
  agentsModule: AgentsModule,
  plan: TrialPlan,
  services: TrialServices,
  observer: TrialObserver,
  controller: AbortController,
): Promise<TrialResult> {
  const { testCase } = trial;
  const { timeoutMs } = plan;
  const { signal } = controller;
  const progress = new TrialProgress();
  const faults = testCase.faults && new TrialFaults(testCase.faults, progress);
  progress.faults = faults;
  const judges = new SpendingBuilder();
  const user = new SpendingBuilder();
  const abort = (reason: Error): void => controller.abort(reason);
  let isOver = false;
  const takeStrayError = (stray: unknown): boolean => {
    if (isOver && !signal.aborted) return false;
    const { turn, agent } = progress;
    if (!allowsToolErrors(testCase, turn)) abort(unhandledError(stray, turn, agent));
    return true;
  };
  let traffic: TrialTraffic | undefined;
  const limit = new TimeLimit({
    ms: timeoutMs,
    name: `trial ${trial.number} of ${testCase.id}`,
    onTime() {
      const elapsed = (traffic?.now() ?? 0) - startedAt;
      const hint = traffic?.conversation?.unansweredHint;
      abort(endlessly(progress, timeoutMs, elapsed) ?? timedOut(progress, timeoutMs, hint));
    },
    onBlocked: (at) => ({ id: testCase.id, result: ended(blocked(progress, timeoutMs, at)) }),
  });
  let startedAt = 0;
  let error: TrialError | null = null;
  let failure: TrialFailure | undefined;
  const judging: { failure: TrialError | null } = { failure: null };
  try {
    const opened = (traffic = services.traffic.open(trial, progress, abort));
    startedAt = opened.now();
    const { within, time } = opened;
    const play = (): Promise<void> => inTime(time, () => playOpened(opened));
    const played = limit.run(() => takingStrayErrors(takeStrayError, () => within(play)));
    await untilAborted(signal, played);
    // A tool may have swallowed what ended the trial.
    signal.throwIfAborted();
  } catch (thrown) {
    const reason: unknown = signal.aborted ? signal.reason : thrown;
    if (reason instanceof UnsupportedError) throw new UnplayableCaseError(reason.message);
    if (reason instanceof UsageError || reason instanceof UnplayableCaseError) throw reason;
    if (reason instanceof TrialFailure) failure = reason;
    else if (reason instanceof RecordedEndError) failure = new TrialFailure(reason.end);
    else if (faults?.ended(reason) !== true) error = trialError(reason);
  } finally {
    limit.clear();
    isOver = true;
  }
  return ended(error, failure);

  /** Keeps the recording, and returns the result. */
  function ended(brokenOffBy: TrialError | null, failedBy?: TrialFailure): TrialResult {
    let error = brokenOffBy;
    const toolErrors = unexpectedToolErrors(testCase, progress.steps);
    let contextVariables: ContextVariables = {};
    try {
      contextVariables = variablesAsJson(progress.contextVariables);
    } catch (thrown) {
      error ??= trialError(thrown);
    }
    if (failedBy !== undefined) {
      progress.endedEarly = true;
      progress.checks.push(failedBy.check, ...crashChecks(toolErrors));
    }
    error ??= serviceError(toolErrors) ?? null;
    let rest: RecordedRest = { leftovers: [], completions: null };
    try {
      rest =
        traffic?.finish({
          // What a judge's server refused is asked for again, as what an agent's was refused.
          error: error ?? judging.failure,
          isEarly: progress.endedEarly,
          failure: failedBy && endOf(failedBy),
        }) ?? rest;
    } catch (thrown) {
      if (thrown instanceof UsageError) throw thrown;
      error ??= trialError(thrown);
    }
    // The recording is kept whether or not they landed.
    const { steps, checks, endedEarly: isEarly } = progress;
    const concluded =
      faults && concludeFaults(faults.put, { testCase, steps, checks, error, isEarly });
    if (concluded !== undefined) {
      checks.unshift(...concluded.checks);
      ({ error } = concluded);
    }
    const endedAt = progress.endedAt ?? traffic?.now() ?? startedAt;
    // On a replay's clock, only what was recorded takes time.
    const durationMs = error?.kind === "timeout" ? timeoutMs : endedAt - startedAt;
    const ending = {
      progress,
      contextVariables,
      judges,
      user,
      error,
      toolErrors,
      faults: concluded?.results,
      rest,
      durationMs,
    };
    const result = trialResult(testCase, trial.number, ending);
    return traffic === undefined ? result : redactedTrial(result, traffic.redactor);
  }

  async function playOpened({ now, meter, ...clients }: TrialTraffic): Promise<void> {
    const command = testCase.command ?? agentsModule.command;
    const { variant } = trial;
    const { prices, media: folder, wrapCall } = services;
    const keepMedia = (media: Media, bytes: Uint8Array): void => {
      if (folder === undefined) return;
      attempt(`A file could not be kept in ${folder.path}`, () => folder.keep(media, bytes));
    };
    const { client, judgeClient, ownClient, server, conversation, hasForked } = clients;
    const { offering = (asked: ChatClient) => asked } = clients;
    const metered = meter?.wrap ?? ((asked: ChatClient) => asked);
    await using program =
      command &&
      (await openProgram(command, {
        testCase,
        variant,
        server,
        conversation,
        metered,
        signal,
        abort,
      }));
    const assembled = program?.assembled ?? (await assemble(agentsModule, trial));
    observer.trialStarted?.(trial, assembled);
    meter?.requirePrices([
      ...assembled.agents.flatMap((agent) => variant.model ?? modelsOf(agent)),
      ...judgesOf(testCase, plan.judge),
      ...usersOf(testCase, plan.judge),
    ]);
    const asked: Agent[] = [];
    const override = { ...variant, client: variant.server && client };
    const recordedWith = { model: testCase.model_override };
    const ofCase = faults?.wrapCall({
      waits: conversation?.mode !== "replay" || conversation.realTime,
      signal,
    });
    const run = {
      override: hasForked ? fromForkOn(hasForked, override, recordedWith) : override,
      stream: trial.stream,
      signal,
      onAgent(agent: Agent): void {
        if (asked.includes(agent)) return;
        asked.push(agent);
        observer.agentAsked?.(trial, agent);
      },
      wrapCall: wrappedTwice(wrapCall, ofCase),
      wrapClient: (asked: ChatClient, { name }: Agent) =>
        metered(offering(asked === client ? asked : ownClient(asked), name)),
    };
    const onFailure = (failure: TrialError): void => void (judging.failure ??= failure);
    const asking = { client: metered(judgeClient), signal, prices };
    const judge = modelJudge({ ...asking, model: plan.judge, spending: judges, onFailure });
    const playUser =
      testCase.user && simulatedUser(testCase.user, plan.judge, { ...asking, spending: user });
    const swarm = new Swarm({ client });
    await using workspace = new Workspace(tapedCode(conversation, plan.code ?? "recorded", abort));
    const { maxTurns, unexpected = false } = plan;
    const { checks } = agentsModule;
    const onPassed = (turns: readonly PlayedTurn[]): void => observer.turnsPlayed?.(trial, turns);
    const judged = { judge, checks, unexpected, onPassed, onFailure };
    const options = { swarm, run, maxTurns, now, prices, keepMedia, playUser, ...judged };
    const played = withFiles(assembled, testCase, workspace);
    await inWorkspace(workspace, () => playCase(testCase, played, options, progress));
  }
}

/** A call made through both, the first outside. */
function wrappedTwice(outer: WrapCall | undefined, inner: WrapCall | undefined) {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  return ((name, make) => outer(name, () => inner(name, make))) satisfies WrapCall;
}

/** The agents, with the files that programs left in the state, if there is one or the case expects them. */
function withFiles(assembled: Assembled, testCase: Case, workspace: Workspace): Assembled {
  const { state } = assembled;
  const expectsFiles = expectationsOf(testCase).some((one) => one.state?.["files"] !== undefined);
  if (state === undefined && !expectsFiles) return assembled;
  return {
    ...assembled,
    async state() {
      const own: unknown = await state?.();
      if (!workspace.isUsed && !expectsFiles) return own;
      return { ...(own as object | undefined), files: workspace.files };
    },
  };
}

function endOf({ check: { check, turn, reason } }: TrialFailure): RecordedEnd {
  return { check, turn, reason };
}

/** An error of the factory ends the trial; one about its return value ends the run. */
async function assemble(
  agentsModule: AgentsModule,
  { testCase, number }: Trial,
): Promise<Assembled> {
  try {
    const { id, world } = testCase;
    return await agentsModule.assemble({ id, trial: number, world });
  } catch (error) {
    if (error instanceof UsageError || error instanceof UnplayableCaseError) throw error;
    throw new AgentError("The factory", error);
  }
}
