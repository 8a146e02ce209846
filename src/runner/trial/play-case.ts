import type { Case } from "../../cases/case.ts";
import { expectationsOf } from "../../cases/case.ts";
import type { Expectation } from "../../cases/expectation.ts";
import { checkScope } from "../../checks/check-scope.ts";
import { judgeScope } from "../../checks/judge.ts";
import type { Judge } from "../../checks/judge.ts";
import type { Moment, Scope } from "../../checks/scope/scope.ts";
import { asJson } from "../../json/as-json.ts";
import type { Agent } from "../../swarm/agent/agent.ts";
import { AgentError } from "../../swarm/agent/agent-error.ts";
import type { ChatClient, Message } from "../../swarm/agent/chat-client.ts";
import { isStep } from "../../swarm/loop.ts";
import { contentText } from "../../trajectory/content.ts";
import type { Swarm } from "../../swarm/swarm.ts";
import type { Step } from "../../trajectory/trajectory.ts";
import type { Assembled } from "../agents/agents-module.ts";
import type { Playing } from "./trial-progress.ts";
import { costOf } from "../prices.ts";
import type { Prices } from "../prices.ts";
import { UnplayableCaseError } from "../errors.ts";

/** How a case is played, and who is told of what happens. */
export interface PlayOptions {
  readonly swarm: Swarm;
  readonly modelOverride: string | undefined;
  readonly stream: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds on the trial's clock. */
  readonly now: () => number;
  readonly prices: Prices;
  /** Told of the agent that is about to ask its model. */
  readonly onAgent: (agent: Agent) => void;
  readonly judge: Judge;
  readonly wrapClient: ((client: ChatClient) => ChatClient) | undefined;
}

/**
 * Plays the scripted turns of a case one after the other, whatever the checks say of each, and holds every turn and the
 * whole against what is expected. Throws what the loop throws, and UnplayableCaseError for a case that these agents cannot play.
 */
export async function playCase(
  script: Case,
  assembled: Assembled,
  options: PlayOptions,
  playing: Playing,
): Promise<void> {
  const { now } = options;
  const began = now();
  let agent = assembled.starting(script.agent);
  playing.agent = playing.startingAgent = agent.name;
  playing.contextVariables = { ...script.context_variables };
  const history: Message[] = [...script.messages];
  const world = worldOf(script, assembled);
  const toJudge: { readonly expect: Expectation; readonly scope: Scope }[] = [];

  const beforeCase = await world.moment(playing, script.expect);
  for (const [index, { user, expect }] of script.turns.entries()) {
    playing.turn = index + 1;
    const firstStep = playing.steps.length;
    const firstCost = playing.costs.length;
    const before = await world.moment(playing, expect);
    record({ type: "user", agent: agent.name, content: contentText(user) });
    history.push({ role: "user", content: user });

    const events = options.swarm.events({
      agent,
      messages: history,
      contextVariables: playing.contextVariables,
      modelOverride: options.modelOverride,
      stream: options.stream,
      signal: options.signal,
      onAgent: options.onAgent,
      wrapClient: options.wrapClient,
      ...(script.max_turns === undefined ? {} : { maxTurns: script.max_turns }),
      ...(script.execute_tools === undefined ? {} : { executeTools: script.execute_tools }),
    });
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      const event = next.value;
      if (isStep(event)) record(event);
    }
    const response = next.value;
    agent = response.agent;
    playing.contextVariables = response.contextVariables;
    history.push(...response.messages);
    playing.turns.push({ user, messages: response.messages, agent: agent.name });

    if (expect === undefined) continue;
    const after = await world.moment(playing, expect);
    const steps = playing.steps.slice(firstStep);
    const costs = playing.costs.slice(firstCost);
    check(expect, { turn: playing.turn, steps, costs, before, after });
  }
  playing.state = await world.state();
  if (script.expect !== undefined) {
    const after = await world.moment(playing, script.expect);
    const { steps, costs } = playing;
    check(script.expect, { turn: null, steps, costs, before: beforeCase, after });
  }
  playing.endedAt = now();
  // One after the other: a request that no recording answers is explained by who asked it.
  for (const { expect, scope } of toJudge) {
    playing.judging = scope.turn;
    const judged = await judgeScope(expect, scope, options.judge);
    if (judged !== undefined) playing.checks.push(judged);
  }

  /** What a model judges waits for the end, so that judges take no part in the conversation's time. */
  function check(expect: Expectation, scope: Scope): void {
    playing.checks.push(...checkScope(expect, scope));
    if (expect.output?.judge !== undefined) toJudge.push({ expect, scope });
  }

  function record(step: Step): void {
    playing.steps.push({ ...step, turn: playing.turn, at: now() - began });
    if (step.type === "reply") playing.costs.push(costOf(step.model, step.usage, options.prices));
    if (step.type === "handoff") playing.agent = step.to;
  }
}

/** How the world that the tools act on stands, asked for only where an expectation speaks of it. */
function worldOf(script: Case, { state }: Assembled) {
  const expected = expectationsOf(script).some((expect) => expect.state !== undefined);
  if (expected && state === undefined) {
    throw new UnplayableCaseError(
      "The case expects a state, and the agents module has no state(). Return { agent, state } from its factory.",
    );
  }
  const read = async (): Promise<unknown> => {
    try {
      return state === undefined ? undefined : asJson(await state());
    } catch (error) {
      throw new AgentError("state()", error);
    }
  };
  return {
    state: read,
    moment: async (
      { agent, contextVariables }: Playing,
      expect: Expectation | undefined,
    ): Promise<Moment> => ({
      agent: agent ?? "",
      contextVariables: expect?.context_variables === undefined ? {} : asJson(contextVariables),
      state: expect?.state === undefined ? undefined : await read(),
    }),
  };
}
