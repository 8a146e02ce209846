import type { Case, Turn, UserContent } from "../../cases/case.ts";
import type { Expectation } from "../../cases/expectation.ts";
import { checkScope } from "../../checks/check-scope.ts";
import type { CustomChecks } from "../../checks/custom-check.ts";
import { unexpectedEffects } from "../../checks/effects/unexpected.ts";
import type { PlayedTurn } from "../../checks/effects/effects.ts";
import { judgeScope, type Judge } from "../../checks/judge.ts";
import { lostChecks } from "../../checks/lost.ts";
import type { CheckResult } from "../../checks/scope/check.ts";
import type { Scope } from "../../checks/scope/scope.ts";
import { crashChecks, unexpectedToolErrors } from "../../checks/tool-errors.ts";
import { withoutBytes } from "../../media/data-urls.ts";
import type { Media } from "../../media/media.ts";
import type { TrialError } from "../../results/result.ts";
import type { ChatRequest, Message } from "../../swarm/agent/chat-client.ts";
import { withoutOutput } from "../../swarm/completion/reply-items.ts";
import { isStep, type LoopOptions } from "../../swarm/floor.ts";
import type { Swarm } from "../../swarm/swarm.ts";
import { plural } from "../../text/count.ts";
import { callsOf } from "../../trajectory/calls.ts";
import { callsIn } from "../../trajectory/message-calls.ts";
import type { Content, Step, TurnLimitStep } from "../../trajectory/trajectory.ts";
import { requireState, type Assembled } from "../agents/agents-module.ts";
import { variablesAsJson, worldOf } from "../agents/moments.ts";
import { costOf, type Prices } from "../../models/prices.ts";
import { serviceError, TrialAbort, TrialFailure } from "../errors.ts";
import { MOST_TURNS, type PlayUser } from "../user/simulated-user.ts";
import { KeptRequests } from "./kept-requests.ts";
import { customCheck } from "./custom-checks.ts";
import type { TrialProgress } from "./trial-progress.ts";

export interface CasePlay {
  readonly swarm: Swarm;
  /** Options of each run of the loop. */
  readonly run: Pick<LoopOptions, "override" | "stream" | "onAgent" | "wrapClient" | "wrapCall"> & {
    readonly signal: AbortSignal;
  };
  /** How many completions a turn of a case may take that does not say so itself. */
  readonly maxTurns: number | undefined;
  /** Milliseconds on the trial's clock. */
  readonly now: () => number;
  readonly prices: Prices;
  /** Keeps the bytes of what the conversation shows beside its words. */
  readonly keepMedia: (media: Media, bytes: Uint8Array) => void;
  /** Plays the user; undefined for a case with turns. */
  readonly playUser: PlayUser | undefined;
  readonly judge: Judge;
  readonly checks: CustomChecks;
  /** Whether it is asked what happens that the case does not expect. */
  readonly unexpected: boolean;
  /** Called then with the turns of a conversation that passed, their moments with all values. */
  readonly onPassed?: ((turns: readonly PlayedTurn[]) => void) | undefined;
  /** Called where a check of one's own could not reach the service that it asks. */
  readonly onFailure: (error: TrialError) => void;
}

/**
 * Plays all turns of a case, or as many as its user takes, even after a failed check, and checks every turn and the whole against their expectations.
 * As soon as something is expected that cannot come true any more, nothing more is asked, called or checked. Throws what
 * the loop throws, TrialFailure, and UnplayableCaseError for a case that these agents cannot play.
 */
export async function playCase(
  testCase: Case,
  assembled: Assembled,
  options: CasePlay,
  progress: TrialProgress,
): Promise<void> {
  const { swarm, run, maxTurns, now, prices, keepMedia, playUser } = options;
  const { judge, checks, unexpected, onFailure } = options;
  const startedAt = now();
  let agent = assembled.starting(testCase.agent);
  requireState(testCase, assembled);
  progress.agent = progress.startingAgent = agent.name;
  progress.contextVariables = { ...testCase.context_variables };
  const history: Message[] = [...testCase.messages];
  const requests = new KeptRequests(progress.texts, keepMedia);
  const world = worldOf(assembled, unexpected);
  const played: PlayedTurn[] = [];
  const { id, world: given } = testCase;
  const caller = { checks, id, world: given, signal: run.signal, onFailure };
  const answers = [...(testCase.human ?? [])];
  const ask = (): Promise<string | undefined> => Promise.resolve(answers.shift());
  const mostTurns =
    playUser === undefined ? testCase.turns.length : (testCase.user?.max_turns ?? MOST_TURNS);
  const atEnd: { readonly expect: Expectation; readonly scope: Scope }[] = [];

  const beforeCase = await world.moment(progress, testCase.expect);
  for (let turn = await nextTurn(); turn !== undefined; turn = await nextTurn()) {
    const { user, expect } = turn;
    const firstStep = progress.steps.length;
    recordUser(user);
    const before = await world.moment(progress, expect);
    history.push({ role: "user", content: user });

    const events = swarm.events({
      ...run,
      agent,
      ask,
      messages: history,
      contextVariables: progress.contextVariables,
      maxTurns: testCase.max_turns ?? maxTurns,
      executeTools: testCase.execute_tools,
    });
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (!isStep(next.value)) continue;
      record(next.value);
      const cut = isCutShort(next.value) ? [cutShort(progress.turn, next.value)] : [];
      progress.checks.push(...cut);
      const lost = lostNow(expect, firstStep);
      if (cut.length + lost.length === 0 || isAllAsked(next.value)) continue;
      await events.return(undefined as never);
      await endEarly(lost);
      return;
    }
    const response = next.value;
    agent = response.agent;
    // A member may have handed on what a team, or a tool, gave it the floor for.
    progress.agent = agent.name;
    progress.contextVariables = response.contextVariables;
    history.push(...response.messages);
    progress.turnEnded = true;

    if (expect === undefined && !unexpected) continue;
    const after = await world.moment(progress, expect);
    const scope = { turn: progress.turn, steps: progress.steps.slice(firstStep), before, after };
    played.push(scope);
    if (expect !== undefined) check(expect, scope);
  }
  progress.state = await world.state();
  if (testCase.expect !== undefined) {
    const after = await world.moment(progress, testCase.expect);
    check(testCase.expect, { turn: null, steps: progress.steps, before: beforeCase, after });
  }
  progress.endedAt = now();
  const toolErrors = unexpectedToolErrors(testCase, progress.steps);
  progress.checks.push(...crashChecks(toolErrors));
  // What agents said without what a tool should have told them is not worth a grade.
  if (serviceError(toolErrors) !== undefined) return;
  // One after the other: a replay miss says who asked.
  for (const { expect, scope } of atEnd) {
    const ofWhat = scope.turn === null ? "the case" : `turn ${scope.turn}`;
    for (const expected of expect.check ?? []) {
      progress.judging = `the check ${expected.name} of ${ofWhat}`;
      progress.checks.push(await customCheck(expected, scope, caller));
    }
    progress.judging = `the judge of ${ofWhat}`;
    const judged = await judgeScope(expect, scope, judge);
    if (judged !== undefined) progress.checks.push(judged);
  }
  if (unexpected && progress.checks.every(({ verdict }) => verdict === "passed")) {
    progress.unexpected = unexpectedEffects(testCase, played);
    options.onPassed?.(played);
  }

  /** Begins the next turn; undefined once the user has said all. */
  async function nextTurn(): Promise<Turn | undefined> {
    const { turn: before } = progress;
    if (before === mostTurns) {
      if (playUser !== undefined) progress.userEnd = "max_turns";
      return undefined;
    }
    progress.turn = before + 1;
    progress.turnEnded = false;
    if (playUser === undefined) return testCase.turns[before];
    progress.userSpeaks = true;
    const says = await playUser({ turn: progress.turn, history, agent: agent.name });
    progress.userSpeaks = false;
    const { words, end, fault } = says;
    if (fault !== undefined) {
      if (words !== "") recordUser(words);
      throw new TrialAbort("user_fault", faultText(progress.turn, fault));
    }
    if (end === undefined) return { user: words };
    progress.userEnd = end;
    progress.turn = before;
    progress.turnEnded = true;
    return undefined;
  }

  /** What of the expectations of a turn and the case can come true no more after the latest step. */
  function lostNow(expect: Expectation | undefined, firstStep: number): CheckResult[] {
    const { turn, steps } = progress;
    return [
      ...(expect === undefined ? [] : lostChecks(expect, { turn, steps }, firstStep)),
      ...(testCase.expect === undefined ? [] : lostChecks(testCase.expect, { turn: null, steps })),
    ];
  }

  /** Whether a turn was ended by a limit that is not its case's own. */
  function isCutShort(step: Step): step is TurnLimitStep {
    return step.type === "turn_limit" && testCase.max_turns === undefined;
  }

  /** Whether the conversation is over with a step, so that the rest can be checked as well. */
  function isAllAsked(step: Step): boolean {
    if (progress.turn < mostTurns) return false;
    // A member that a tool gave the floor to may be done, and its caller is not.
    if (callsOf(progress.steps).some((call) => call.executed && call.result === undefined))
      return false;
    const isAnswer = step.type === "reply" && callsIn(step.message).length === 0;
    return isAnswer || step.type === "turn_limit" || testCase.execute_tools === false;
  }

  async function endEarly(lost: readonly CheckResult[]): Promise<void> {
    const [first] = lost;
    // A replay may take another time.
    if (first !== undefined && lost.every(({ check }) => check === "max_latency_ms"))
      throw new TrialFailure(first);
    progress.endedEarly = true;
    progress.state = await world.state();
    progress.endedAt = now();
    progress.checks.push(...lost, ...crashChecks(unexpectedToolErrors(testCase, progress.steps)));
  }

  /** Judges and checks of one's own are asked at the end, so that they do not count in the conversation's time. */
  function check(expect: Expectation, scope: Scope): void {
    progress.checks.push(...checkScope(expect, scope));
    if (expect.output?.judge !== undefined || expect.check !== undefined)
      atEnd.push({ expect, scope });
  }

  function recordUser(content: UserContent): void {
    const simulated = playUser === undefined ? {} : { simulated: true as const };
    record({ type: "user", agent: agent.name, content, ...simulated });
  }

  function record(step: Step): void {
    const place = { turn: progress.turn, at: Math.round(now() - startedAt) };
    const faults = step.type === "reply" ? progress.faults?.takeBeforeReply() : undefined;
    const told = faults === undefined ? step : { ...step, faults };
    const added = kept(told, prices, keepMedia, requests);
    requests.stepAdded(added);
    progress.steps.push({ ...added, ...place });
    if (step.type === "handoff") progress.agent = step.to;
    if (step.type === "context_change")
      progress.contextVariables = { ...progress.contextVariables, ...step.changes };
  }
}

function faultText(turn: number, fault: string): string {
  return `The simulated user did not play its part in turn ${turn}, so that nothing can be said of the agents: ${fault}. If that happens often, say more in its "goal" or "persona", or give it another "model".`;
}

function cutShort(turn: number, { agent, max_turns: most }: TurnLimitStep): CheckResult {
  const reason = `expected the turn to end within ${plural(most, "completion")}, the limit of --max-turns or maxTurns in the config, but ${agent} was to be asked again`;
  return { check: "max_turns", turn, verdict: "failed", reason };
}

/** A step as it is kept: with its cost, and only with what JSON can hold and a reader can read. */
function kept(
  step: Step,
  prices: Prices,
  keepMedia: CasePlay["keepMedia"],
  requests: KeptRequests,
): Step {
  if (step.type === "user")
    return { ...step, content: withoutBytes(step.content, keepMedia) as Content };
  if (step.type === "tool_result" && step.file !== undefined) {
    const { bytes, ...file } = step.file;
    if (bytes !== undefined) keepMedia(file, bytes);
    return { ...step, file };
  }
  if (step.type === "reply") {
    const { sent, ...reply } = step;
    const { model, answeredBy = model, usage, message } = reply;
    const cost = costOf(answeredBy, usage, prices);
    const request = sent === undefined ? {} : { request: requests.kept(sent as ChatRequest) };
    return { ...reply, message: withoutOutput(message), cost, ...request };
  }
  if (step.type === "context_change") return { ...step, changes: variablesAsJson(step.changes) };
  return step;
}
