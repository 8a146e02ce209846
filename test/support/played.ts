import { readCase } from "../../src/cases/reading/read-case.ts";
import { checkScope } from "../../src/checks/check-scope.ts";
import type { Scope } from "../../src/checks/scope/scope.ts";
import type { AssistantMessage, Step, TrajectoryStep } from "../../src/trajectory/trajectory.ts";

/** Something that happens while an agent is active. */
export type Event = (agent: string) => readonly Step[];

export function says(content: string): Event {
  return (agent) => [{ type: "user", agent, content }];
}

/** The active agent's completion. `also` is what its message holds beside the content. */
export function replies(
  content: string | null,
  also: Partial<AssistantMessage> = {},
  [prompt_tokens, completion_tokens]: readonly [number, number] = [10, 5],
): Event {
  return (agent) => [
    {
      type: "reply",
      agent,
      model: "gpt-5.4",
      message: { role: "assistant", content, ...also },
      usage: { prompt_tokens, completion_tokens, cached_tokens: 0 },
      finishReason: "stop",
    },
  ];
}

/** The same event, whose reply has this `finish_reason`. */
export function endedBy(finishReason: string, event: Event): Event {
  return (agent) =>
    event(agent).map((step): Step => (step.type === "reply" ? { ...step, finishReason } : step));
}

/** A call by the active agent, and its answer: what the model reads, or what went wrong. */
export function calls(
  name: string,
  args: unknown = {},
  outcome: { readonly answer?: string; readonly error?: string; readonly to?: string } = {},
): Event {
  const { answer = "done", error, to } = outcome;
  return (agent) => [
    { type: "tool_call", agent, id: name, name, arguments: args, executed: true },
    { type: "tool_result", agent, id: name, name, content: error ?? answer, error, to },
  ];
}

/** A call that is not executed. */
export function asksFor(name: string, args: unknown = {}): Event {
  return (agent) => [
    { type: "tool_call", agent, id: name, name, arguments: args, executed: false },
  ];
}

/** A handoff that takes effect, with the call that asked for it. */
export function handsOff(to: string, by = `transferTo${to}`): Event {
  return (agent) => [
    ...calls(by, {}, { answer: JSON.stringify({ assistant: to }), to })(agent),
    { type: "handoff", agent, to },
  ];
}

interface Surroundings {
  readonly first?: string;
  /** What stood before and after the scope. */
  readonly contextVariables?: readonly [before: object, after: object];
  readonly state?: readonly [before: unknown, after: unknown];
  /** US dollars of each reply. */
  readonly costs?: readonly (number | undefined)[];
}

/** A conversation of these events, each a tenth of a second after the one before it. */
export function played(events: readonly Event[], around: Surroundings = {}): Scope {
  const { first = "Triage", contextVariables = [{}, {}], state = [undefined, undefined] } = around;
  const steps: TrajectoryStep[] = [];
  let agent = first;
  let turn = 0;
  let replies = 0;
  for (const event of events) {
    for (const step of event(agent)) {
      if (step.type === "user") turn++;
      if (step.type === "handoff") agent = step.to;
      const cost = around.costs === undefined ? 0.001 : around.costs[replies];
      if (step.type === "reply") replies++;
      const priced = step.type === "reply" ? { ...step, cost } : step;
      steps.push({ ...priced, turn, at: steps.length * 100 } as TrajectoryStep);
    }
  }
  const moment = (name: string, index: 0 | 1) => ({
    agent: name,
    contextVariables: contextVariables[index] as Record<string, unknown>,
    state: state[index],
  });
  return {
    turn: null,
    steps,
    before: moment(first, 0),
    after: moment(agent, 1),
  };
}

/** The same, as a single turn. */
export function turnOf(scope: Scope, turn = 1): Scope {
  return { ...scope, turn };
}

/** Holds an expectation, written as in a case file, against what happened: the verdict and the reason of each check. */
export function held(expect: object, scope: Scope): string {
  const written =
    scope.turn === null
      ? { id: "case", turns: [{ user: "hi" }], expect }
      : { id: "case", turns: [{ user: "hi", expect }] };
  const read = readCase(JSON.stringify(written));
  if (read === undefined) throw new Error(`no such expectation: ${JSON.stringify(expect)}`);
  const expectation = scope.turn === null ? read.expect : read.turns[0]?.expect;
  return checkScope(expectation ?? {}, scope)
    .map(({ verdict, reason }) => `${verdict}: ${reason}`)
    .join("\n");
}
