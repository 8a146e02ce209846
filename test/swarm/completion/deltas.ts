import { Agent, scriptedClient, Swarm, tool, type LoopEvent } from "../../../src/index.ts";
import { collected } from "../play.ts";

const agent = new Agent({
  name: "Clerk",
  functions: [
    tool({ name: "act", execute: () => "done" }),
    tool({ name: "look", execute: () => "" }),
  ],
});

async function* streamOf(chunks: readonly unknown[]): AsyncGenerator<unknown> {
  yield* chunks;
}

/** The events of a reply that is streamed in these chunks. */
export async function eventsOf(chunks: readonly unknown[]): Promise<LoopEvent[]> {
  const client = scriptedClient([streamOf(chunks)]);
  return collected(
    new Swarm({ client }).events({
      agent,
      messages: [],
      stream: true,
      maxTurns: 1,
      executeTools: false,
    }),
  );
}

/** A stream's last chunk with a choice. */
export const FINISH = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };

/** The reply that these deltas make up. */
export async function merged(...deltas: readonly object[]): Promise<LoopEvent | undefined> {
  const chunks = deltas.map((delta) => ({ choices: [{ index: 0, delta }] }));
  const events = await eventsOf([...chunks, FINISH]);
  return events.find(({ type }) => type === "reply");
}
