import type { Message } from "../swarm/agent/chat-client.ts";
import type { ContextVariables, TrajectoryStep } from "../trajectory/trajectory.ts";
import { printable } from "../text/printable.ts";
import { isStep, type Response, type Speaker } from "../swarm/floor.ts";
import type { RunOptions, Swarm } from "../swarm/swarm.ts";
import { EXIT } from "../teams/person.ts";
import type { Screen } from "./screen.ts";
import type { UserInput } from "./user-input.ts";

/** Who talks with whom, and how. */
export interface ConverseOptions extends Pick<
  RunOptions,
  "modelOverride" | "override" | "stream" | "debug" | "maxTurns"
> {
  readonly swarm: Swarm;
  /** The first to answer. */
  readonly agent: Speaker;
  readonly contextVariables: ContextVariables;
  readonly input: UserInput;
  readonly screen: Screen;
  /** Milliseconds that an answer may take; no limit by default. */
  readonly timeoutMs?: number | undefined;
  /** Ends the session and a pending answer. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each turn, to play it. A turn that it throws for is not part of the conversation. */
  readonly around?: ((play: () => Promise<PlayedTurn>) => Promise<PlayedTurn>) | undefined;
  /** Says to the user what went wrong. */
  readonly describeError?: ((error: unknown) => string) | undefined;
}

/** What the user said, and what the swarm did. */
export interface PlayedTurn {
  readonly user: string;
  /** What was answered for the persons of a team, in order. */
  readonly human: readonly string[];
  readonly steps: readonly TrajectoryStep[];
  readonly response: Response;
}

/** The state that a session leaves behind. */
export interface SessionResult extends Response {
  /** How many turns ended with an error. */
  readonly errors: number;
}

const INTERRUPTED = new Error("The user interrupted the answer.");
const DROPPED = "The conversation goes on as if you had not said this.";

/**
 * Swarm's demo loop: reads what the user says, has the active agent answer, shows it, and repeats until the input ends.
 * A turn that is interrupted or fails is taken back. Never throws for what an agent does.
 */
export async function converse(options: ConverseOptions): Promise<SessionResult> {
  const { swarm, modelOverride, override, stream, debug, maxTurns } = options;
  const { input, screen, timeoutMs, signal } = options;
  const { around = (play) => play(), describeError = describe } = options;
  const messages: Message[] = [];
  let { agent, contextVariables } = options;
  let turns = 0;
  let errors = 0;
  const close = (): void => input.close();
  signal?.addEventListener("abort", close, { once: true });
  if (signal?.aborted === true) close();

  for (let line = await input.next(); line !== undefined; line = await input.next()) {
    const user = line.trim();
    if (user === "") continue;
    if (!input.interactive) screen.user(user);
    const turn = new AbortController();
    const stopListening = input.onInterrupt(() => turn.abort(INTERRUPTED));
    const timeOut = (): void =>
      turn.abort(new Error(`There was no answer within ${timeoutMs} ms.`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(timeOut, timeoutMs);
    const turnSignal = AbortSignal.any([turn.signal, ...(signal === undefined ? [] : [signal])]);
    const steps: TrajectoryStep[] = [];
    try {
      const { response } = await around(() => play(user, steps, turnSignal));
      messages.push({ role: "user", content: user }, ...response.messages);
      ({ agent, contextVariables } = response);
      turns++;
    } catch (error) {
      if (signal?.aborted === true) break;
      const reason: unknown = turn.signal.aborted ? turn.signal.reason : error;
      if (reason !== INTERRUPTED) {
        errors++;
        screen.error(describeError(reason));
      }
      const toolsRan = steps.some(({ type }) => type === "tool_result");
      screen.note(toolsRan ? `${DROPPED} What the tools did stays done.` : DROPPED);
    } finally {
      clearTimeout(timer);
      stopListening();
    }
  }
  signal?.removeEventListener("abort", close);
  return { messages, agent, contextVariables, errors };

  async function play(
    user: string,
    steps: TrajectoryStep[],
    turnSignal: AbortSignal,
  ): Promise<PlayedTurn> {
    const human: string[] = [];
    const events = swarm.events({
      agent,
      messages: [...messages, { role: "user", content: user }],
      contextVariables,
      modelOverride,
      override,
      stream,
      debug,
      maxTurns,
      signal: turnSignal,
      async ask(name) {
        screen.note(`It is the turn of ${printable(name)}. "${EXIT}" ends the team.`);
        // Whoever ends the session ends the team first.
        const answer = (await input.next()) ?? EXIT;
        human.push(answer);
        return answer;
      },
    });
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      const event = next.value;
      screen.event(event);
      if (isStep(event)) steps.push({ ...event, turn: turns + 1, at: 0 });
    }
    return { user, human, steps, response: next.value };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name } = error.constructor;
  return name === "Error" ? error.message : `${name}: ${error.message}`;
}
