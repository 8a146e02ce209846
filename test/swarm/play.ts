import {
  Agent,
  scriptedClient,
  Swarm,
  type AgentFunction,
  type LoopEvent,
  type Response,
  type RunOptions,
  type ScriptedReply,
  type Step,
} from "../../src/index.ts";

/** What a scripted run came to. */
export interface Played {
  readonly steps: readonly Step[];
  readonly response: Response;
  /** What the model was asked, request by request. */
  readonly requests: ReturnType<typeof scriptedClient>["requests"];
}

/** Plays an agent against a script to its end, and fails if a reply is left over. */
export async function play(
  agent: Agent,
  replies: readonly ScriptedReply[],
  options: Partial<RunOptions> = {},
): Promise<Played> {
  const client = scriptedClient(replies);
  const messages = [{ role: "user", content: "Hi" }];
  const { events, response } = await drained(
    new Swarm({ client }).events({ messages, ...options, agent }),
  );
  client.assertFinished();
  const steps = events.filter(
    (event): event is Step => !["message_start", "delta", "message_end"].includes(event.type),
  );
  return { steps, response, requests: client.requests };
}

/** All that a run tells, and what it returns. */
async function drained(
  run: AsyncGenerator<LoopEvent, Response>,
): Promise<{ events: LoopEvent[]; response: Response }> {
  const events: LoopEvent[] = [];
  let next = await run.next();
  for (; !next.done; next = await run.next()) events.push(next.value);
  return { events, response: next.value };
}

/** A reply that calls these tools; the arguments are objects, or the very text. */
export function calls(
  ...made: readonly (string | readonly [string, object | string])[]
): ScriptedReply {
  return {
    toolCalls: made.map((call) =>
      typeof call === "string" ? { name: call } : { name: call[0], arguments: call[1] },
    ),
  };
}

/** What the tools answered, in their order. */
export function answers({ response }: Played): unknown[] {
  return response.messages.filter(({ role }) => role === "tool").map(({ content }) => content);
}

/** All that an iterable gives, in a list. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What the model reads after one call of `act` with these arguments, and the error of the step. */
export async function answerOf(
  act: AgentFunction,
  args: object | string = {},
): Promise<{ content: unknown; error: unknown }> {
  const agent = new Agent({ name: "Clerk", functions: [act] });
  const played = await play(agent, [calls(["act", args]), "Done."]);
  const result = played.steps.find((step) => step.type === "tool_result");
  return { content: answers(played)[0], error: result?.error };
}
