import { isAgent, type Agent } from "./agent/agent.ts";
import type { ChatClient, InputMessage, Message } from "./agent/chat-client.ts";
import { isNamedMember, type NamedMember } from "./agent/member.ts";
import { isTool } from "./agent/tool.ts";
import type { Override } from "./agent/override.ts";
import type { CompletionEvent } from "./completion/completion.ts";
import type { WrapCall } from "./tools/call-tool.ts";
import type { ContextVariables, Step } from "../trajectory/trajectory.ts";

/** Whoever can take the floor and is no agent. */
export interface Member extends NamedMember {
  /** For whoever chooses the next speaker. */
  readonly description?: string | undefined;
  /** Those that it gives the floor to, if it is a team. */
  readonly members?: readonly Speaker[];
  /** Who may follow whom, by name, if its rule of turns says so. */
  readonly transitions?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Takes the floor. Returns what the others hear of it. */
  speak(floor: Floor): AsyncGenerator<LoopEvent, Response>;
}

/** Whoever can take the floor. */
export type Speaker = Agent | Member;

/** These, and all that they can give the floor to, however deep; each once. */
export function allAmong(speakers: readonly Speaker[]): Speaker[] {
  const all = new Set<Speaker>();
  const add = (one: Speaker): void => {
    if (all.has(one)) return;
    all.add(one);
    for (const member of isMember(one) ? (one.members ?? []) : calledByTools(one)) add(member);
  };
  for (const one of speakers) add(one);
  return [...all];
}

/** The agents among these, and those of teams, however deep; each once. */
export function agentsAmong(speakers: readonly Speaker[]): Agent[] {
  return allAmong(speakers).filter((one) => isAgent(one));
}

function calledByTools({ functions }: Agent): readonly Speaker[] {
  return functions.flatMap((callable) =>
    isTool(callable) && callable.member !== undefined ? [callable.member as Speaker] : [],
  );
}

/** Whether a value is a member. */
export function isMember(value: unknown): value is Member {
  return isNamedMember(value);
}

/** The state that a run leaves behind: put `messages` behind those it was given, and the next run goes on from there. */
export interface Response {
  /** Only the new messages. Each reply names its `sender`, each tool's answer its `tool_name`. */
  readonly messages: Message[];
  /** Who is active at the end. */
  readonly agent: Speaker;
  /** As the tools left them. */
  readonly contextVariables: ContextVariables;
}

/** An event of the loop: a step of the trajectory or, when it streams, the start of a message, a delta, its end. */
export type LoopEvent = Step | CompletionEvent;

/** Whether an event is a step of the trajectory. */
export function isStep(event: LoopEvent): event is Step {
  return event.type !== "message_start" && event.type !== "delta" && event.type !== "message_end";
}

/** What a run is given. */
export interface LoopOptions {
  /** Who is active first. */
  readonly agent: Speaker;
  /** The conversation so far. Never changed. */
  readonly messages: readonly InputMessage[];
  /** Shared by all agents of the run. Never changed. */
  readonly contextVariables?: object | undefined;
  /** One model for every agent: short for `override: { model }`. */
  readonly modelOverride?: string | undefined;
  /** What every agent is asked with, in place of its own. */
  readonly override?: Override | undefined;
  /** At most this many completions are asked for, whoever has the floor; no limit by default. */
  readonly maxTurns?: number | undefined;
  /** False returns when the model calls a tool, with the call as the last message. */
  readonly executeTools?: boolean | undefined;
  /** True asks for streamed completions, whose deltas are events too. */
  readonly stream?: boolean | undefined;
  /** Ends the run: it throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each agent that is about to ask its model, each time. */
  readonly onAgent?: ((agent: Agent) => void) | undefined;
  /** Asks the person that takes part under this name. Resolves to undefined if nobody is there to answer. */
  readonly ask?: ((name: string) => Promise<string | undefined>) | undefined;
  /** What every completion is asked through, whichever client the agent brings. */
  readonly wrapClient?: ((client: ChatClient, agent: Agent) => ChatClient) | undefined;
  /** What every call that reaches its tool is made through. */
  readonly wrapCall?: WrapCall | undefined;
}

/** The completions of a run, over all that it gives the floor to. */
export interface Completions {
  /** At most so many. */
  readonly most: number;
  /** How many were asked for. */
  taken: number;
  /** Whether somebody was cut short for want of them. */
  cut: boolean;
}

/** What whoever has the floor is given: a run without the one that begins it. */
export interface Floor extends Omit<LoopOptions, "agent"> {
  readonly completions: Completions;
  /** The client of agents that bring none. */
  readonly defaultClient: () => ChatClient | Promise<ChatClient>;
}
