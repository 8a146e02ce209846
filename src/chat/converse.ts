import type { Agent } from "../swarm/agent/agent.ts";
import type { Message } from "../swarm/agent/chat-client.ts";
import type { ContextVariables, TrajectoryStep } from "../trajectory/trajectory.ts";
import { isStep } from "../swarm/loop.ts";
import type { Response } from "../swarm/loop.ts";
import type { Swarm } from "../swarm/swarm.ts";
import type { Screen } from "./screen.ts";
import type { UserInput } from "./user-input.ts";

/** Who talks with whom, and what becomes of it. */
export interface ConverseOptions {
  readonly swarm: Swarm;
  /** Who listens first. */
  readonly agent: Agent;
  readonly contextVariables: ContextVariables;
  readonly modelOverride?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly debug?: boolean | undefined;
  readonly input: UserInput;
  readonly screen: Screen;
  /** Milliseconds that an answer may take; without end by default. */
  readonly timeoutMs?: number | undefined;
  /** Ends the session, and the answer that is being made. */
  readonly signal?: AbortSignal | undefined;
  /** Goes around each turn. A turn that it throws for is not part of the conversation. */
  readonly around?: ((play: () => Promise<PlayedTurn>) => Promise<PlayedTurn>) | undefined;
  /** What went wrong, for the user. */
  readonly describeError?: ((error: unknown) => string) | undefined;
}

/** What the user said, and what the swarm made of it. */
export interface PlayedTurn {
  readonly user: string;
  readonly steps: readonly TrajectoryStep[];
  readonly response: Response;
}

/** What a session came to. */
export interface Conversed extends Response {
  /** How many turns broke off by an error. */
  readonly errors: number;
}

const INTERRUPTED = new Error("The user wants no more of this answer.");
const DROPPED = "The conversation goes on as if you had not said this.";

/**
 * Swarm's demo loop: hears the user, has the active agent answer, shows it, and again, until there is nothing more to
 * hear. A turn that is interrupted or breaks off is as if it had not been said. Never throws for what an agent does.
 */
export async function converse(options: ConverseOptions): Promise<Conversed> {
  const { swarm, input, screen, timeoutMs, signal } = options;
  const { around = (play) => play(), describeError = describe } = options;
  const messages: Message[] = [];
  let { agent, contextVariables } = options;
  let turns = 0;
  let errors = 0;
  const close = (): void => input.close();
  signal?.addEventListener("abort", close, { once: true });
  if (signal?.aborted === true) close();

  for (let said = await input.next(); said !== undefined; said = await input.next()) {
    const user = said.trim();
    if (user === "") continue;
    if (!input.interactive) screen.said(user);
    const ending = new AbortController();
    const stopListening = input.onInterrupt(() => ending.abort(INTERRUPTED));
    const timer = timeoutMs === undefined ? undefined : setTimeout(timeOut, timeoutMs);
    const turnSignal = AbortSignal.any([ending.signal, ...(signal === undefined ? [] : [signal])]);
    const steps: TrajectoryStep[] = [];
    try {
      const { response } = await around(() => play(user, steps, turnSignal));
      messages.push({ role: "user", content: user }, ...response.messages);
      ({ agent, contextVariables } = response);
      turns++;
    } catch (error) {
      if (signal?.aborted === true) break;
      const reason: unknown = ending.signal.aborted ? ending.signal.reason : error;
      if (reason !== INTERRUPTED) {
        errors++;
        screen.error(describeError(reason));
      }
      const acted = steps.some(({ type }) => type === "tool_result");
      screen.note(acted ? `${DROPPED} What the tools did stays done.` : DROPPED);
    } finally {
      clearTimeout(timer);
      stopListening();
    }

    function timeOut(): void {
      ending.abort(new Error(`There was no answer within ${timeoutMs} ms.`));
    }
  }
  signal?.removeEventListener("abort", close);
  return { messages, agent, contextVariables, errors };

  async function play(
    user: string,
    steps: TrajectoryStep[],
    turnSignal: AbortSignal,
  ): Promise<PlayedTurn> {
    const events = swarm.events({
      agent,
      messages: [...messages, { role: "user", content: user }],
      contextVariables,
      modelOverride: options.modelOverride,
      stream: options.stream,
      debug: options.debug,
      signal: turnSignal,
    });
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      const event = next.value;
      screen.event(event);
      if (isStep(event)) steps.push({ ...event, turn: turns + 1, at: 0 });
    }
    return { user, steps, response: next.value };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name } = error.constructor;
  return name === "Error" ? error.message : `${name}: ${error.message}`;
}
